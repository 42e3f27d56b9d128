package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.model.Money;
import dev.backlot.runtime.Costs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What the caller's tenant paid. */
final class CostRoutes {
  private static final int DAYS_USUAL = 30;
  private static final String DAY = "a day such as 2026-11-24";

  private final Costs costs;

  CostRoutes(Costs costs) {
    this.costs = costs;
  }

  void add(RoutesConfig routes) {
    routes.get("/v1/costs", this::days);
  }

  private void days(Context context) {
    var caller = Access.caller(context);
    var query = Query.of(context, "from", "to");
    var to = query.read("to", DAY, CostRoutes::parse).orElseGet(costs::today);
    var from =
        query.read("from", DAY, CostRoutes::parse).orElseGet(() -> to.minusDays(DAYS_USUAL - 1));
    if (from.isAfter(to) || to.toEpochDay() - from.toEpochDay() >= Costs.DAYS_MAX) {
      throw Refusal.field(
              "from",
              "expected a day at most " + (Costs.DAYS_MAX - 1) + " days before 'to', but " + from)
          .exception();
    }
    var days = costs.days(caller, from, to);
    var spent = days.stream().map(day -> day.spent()).reduce(Money.NONE, Money::plus);
    Render.send(
        context,
        200,
        new Wire.Costs(
            from.toString(),
            to.toString(),
            spent.amount(),
            days.stream()
                .map(day -> new Wire.DayCost(day.day().toString(), day.spent().amount()))
                .toList()));
  }

  private static Optional<LocalDate> parse(String text) {
    try {
      // years beyond this are typing mistakes
      return text.matches("[12]\\d{3}-\\d\\d-\\d\\d")
          ? Optional.of(LocalDate.parse(text))
          : Optional.empty();
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}

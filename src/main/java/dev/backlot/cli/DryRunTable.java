package dev.backlot.cli;

import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.runtime.DryRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a batch would do, as a table. */
final class DryRunTable {
  private static final int SHOWN_MAX = 40;

  private DryRunTable() {}

  /** What a server answered. */
  static DryRun read(JsonNode found) {
    var problems =
        found
            .path("problems")
            .valueStream()
            .map(
                problem ->
                    new Failure.Invalid(
                        problem.path("field").asString(""), problem.path("message").asString("")))
            .toList();
    return new DryRun(
        found.path("items").asInt(0),
        found.path("invalid").asInt(0),
        problems,
        found
            .path("selected")
            .valueStream()
            .map(
                chosen ->
                    new DryRun.Chosen(
                        chosen.path("item").asInt(0),
                        Optional.ofNullable(chosen.get("name")).map(JsonNode::asString)))
            .toList(),
        found.path("rehearsed").asInt(0),
        counts(found.path("reused")),
        counts(found.path("to_run")),
        counts(found.path("unsure")),
        new CostRange(
            money(found.path("cost").path("low")), money(found.path("cost").path("high"))),
        found.has("estimated_ms")
            ? Optional.of(
                new DryRun.Time(
                    Duration.ofMillis(found.path("estimated_ms").asLong(0)),
                    found.path("bound_by").asString("")))
            : Optional.empty());
  }

  private static Map<String, Integer> counts(JsonNode node) {
    var counts = new LinkedHashMap<String, Integer>();
    node.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asInt(0)));
    return counts;
  }

  private static Money money(JsonNode amount) {
    return Money.of(amount.decimalValue()).orElse(Money.NONE);
  }

  static void print(PrintWriter out, DryRun found) {
    out.println(found.items() + (found.items() == 1 ? " item" : " items") + selected(found));
    if (!found.problems().isEmpty()) {
      if (found.invalid() > 0) {
        out.println(found.invalid() + " of them cannot be used:");
      }
      found.problems().forEach(problem -> out.println("  " + problem.line()));
      out.println("nothing was started, and nothing would be before that is put right");
      return;
    }
    out.printf("%n%-28s %9s %9s %9s%n", "STEP", "RUN", "REUSED", "PERHAPS");
    var steps = new TreeSet<>(found.toRun().keySet());
    steps.addAll(found.reused().keySet());
    steps.addAll(found.unsure().keySet());
    for (var step : steps) {
      out.printf(
          "%-28s %9d %9d %9d%n",
          step,
          found.toRun().getOrDefault(step, 0),
          found.reused().getOrDefault(step, 0),
          found.unsure().getOrDefault(step, 0));
    }
    out.println();
    out.println("cost  " + cost(found.cost()));
    found
        .time()
        .ifPresent(
            time ->
                out.println(
                    "time  about "
                        + Terminal.seconds(time.about())
                        + ", bound by "
                        + time.boundBy()));
    if (found.rehearsed() < found.items()) {
      out.println(
          "The first " + found.rehearsed() + " items were played through; the rest is scaled up.");
    }
  }

  /** Which items of an earlier batch: all their numbers if they are few. */
  private static String selected(DryRun found) {
    if (found.selected().isEmpty()) {
      return "";
    }
    var shown =
        found.selected().stream()
            .limit(SHOWN_MAX)
            .map(chosen -> chosen.item() + chosen.name().map(name -> " " + name).orElse(""))
            .collect(Collectors.joining(", "));
    int more = found.items() - Math.min(SHOWN_MAX, found.selected().size());
    return ": " + shown + (more > 0 ? " and " + more + " more" : "");
  }

  private static String cost(CostRange cost) {
    if (cost.high().isNone()) {
      return "nothing";
    }
    return cost.low().equals(cost.high())
        ? cost.high().toString()
        : cost.low() + " to " + cost.high();
  }
}

package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Query;
import dev.backlot.model.Money;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.TreeMap;

/** Who may be asked, what it costs, and whether it answers. */
final class ProviderRoutes {
  private final ProviderBook providers;

  ProviderRoutes(ProviderBook providers) {
    this.providers = providers;
  }

  void add(RoutesConfig routes) {
    routes.get("/v1/providers", this::list);
    routes.post("/v1/providers/{name}/test", this::test);
  }

  private void list(Context context) {
    Query.of(context);
    var items = providers.all().stream().map(ProviderRoutes::render).toList();
    Render.send(context, 200, new Wire.Providers(providers.currency(), items));
  }

  private void test(Context context) throws InterruptedException {
    Access.operator(context);
    Query.of(context);
    var name = context.pathParam("name");
    var found = providers.test(name).orElseThrow(() -> Problems.unknown("provider", name));
    Render.send(context, 200, new Wire.KeyTest(found.result(), found.detail()));
  }

  private static Wire.Provider render(ProviderBook.Listed one) {
    return new Wire.Provider(
        one.name(),
        one.up(),
        one.tasks(),
        new TreeMap<>(one.models()),
        one.price().low().amount(),
        one.price().high().amount(),
        one.prices().stream().map(ProviderRoutes::render).toList());
  }

  private static Wire.ModelPrice render(ProviderBook.ModelPrice price) {
    return new Wire.ModelPrice(
        price.model(),
        price.call().map(Money::amount),
        price.second().map(Money::amount),
        price.input().map(Money::amount),
        price.output().map(Money::amount),
        price.range().low().amount(),
        price.range().high().amount());
  }
}

package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Rate;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import dev.backlot.runtime.Limits;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Limits of shared resources and of tenants, for operators only. */
final class LimitRoutes {
  private static final String PATH = "/v1/limits";
  private static final String RESOURCE = PATH + "/resources/{key}";
  private static final String TENANT = PATH + "/tenants/{tenant}";
  private static final int PER_MS_MAX = Math.toIntExact(Rate.PER_MAX.toMillis());

  private static final String AMOUNT = "an amount from 0 with at most 6 decimals";

  private final Limits limits;

  LimitRoutes(Limits limits) {
    this.limits = limits;
  }

  void add(RoutesConfig routes) {
    routes.get(PATH, this::list);
    routes.get(RESOURCE, this::resource);
    routes.put(RESOURCE, this::setResource, Least.ADMIN);
    routes.delete(RESOURCE, this::removeResource, Least.ADMIN);
    routes.get(TENANT, this::tenant);
    routes.put(TENANT, this::setTenant, Least.ADMIN);
    routes.delete(TENANT, this::removeTenant, Least.ADMIN);
  }

  private void list(Context context) {
    Access.operator(context);
    var query = Query.of(context, "after", "limit");
    var after = query.read("after", "the name of a tenant", LimitRoutes::parseTenant);
    var tenants =
        Render.page(
            limits.tenants(after, query.limit() + 1),
            query.limit(),
            LimitRoutes::render,
            Limits.Tenant::id);
    var resources = limits.resources().stream().map(LimitRoutes::render).toList();
    Render.send(context, 200, new Wire.Limits(resources, tenants.items(), tenants.next()));
  }

  private void resource(Context context) {
    Access.operator(context);
    Query.of(context);
    Render.send(context, 200, render(limited(key(context))));
  }

  private Limits.Resource limited(ResourceKey key) {
    return limits.resource(key).orElseThrow(() -> Problems.unknown("limit of", key.value()));
  }

  private void setResource(Context context) throws IOException {
    var caller = Access.operator(context);
    Query.of(context);
    var key = key(context);
    accepted(limits.set(caller, key, readResource(Body.json(context))));
    Render.send(context, 200, render(limited(key)));
  }

  private void removeResource(Context context) {
    var caller = Access.operator(context);
    Query.of(context);
    accepted(limits.remove(caller, limited(key(context)).key()));
    context.status(204);
  }

  private void tenant(Context context) {
    Access.operator(context);
    Query.of(context);
    Render.send(context, 200, render(limits.tenant(tenantId(context))));
  }

  private void setTenant(Context context) throws IOException {
    var caller = Access.operator(context);
    Query.of(context);
    var tenant = tenantId(context);
    accepted(limits.set(caller, tenant, readTenant(Body.json(context))));
    Render.send(context, 200, render(limits.tenant(tenant)));
  }

  private void removeTenant(Context context) {
    var caller = Access.operator(context);
    Query.of(context);
    accepted(limits.remove(caller, tenantId(context)));
    context.status(204);
  }

  private static ResourceKey key(Context context) {
    var text = context.pathParam("key");
    return ResourceKey.parse(text)
        .orElseThrow(
            () ->
                Refusal.field("key", "expected " + ResourceKey.EXPECTED + ", but '" + text + "'")
                    .exception());
  }

  private static TenantId tenantId(Context context) {
    var text = context.pathParam("tenant");
    return parseTenant(text)
        .orElseThrow(
            () ->
                Refusal.field(
                        "tenant",
                        "expected 1 to 63 characters a-z, 0-9, _ and -, but '" + text + "'")
                    .exception());
  }

  private static Optional<TenantId> parseTenant(String text) {
    try {
      return Optional.of(new TenantId(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ResourceLimit readResource(JsonNode body) {
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(body, "", mistakes, "concurrent", "rate");
    var concurrent = fields.number("concurrent", 1, ResourceLimit.CONCURRENT_MAX);
    var rate = fields.object("rate").flatMap(node -> readRate(node, mistakes));
    if (mistakes.isEmpty() && concurrent.isEmpty() && rate.isEmpty()) {
      mistakes.add(
          new Refusal.Field("concurrent", "expected concurrent, rate or both, but neither"));
    }
    Parse.refuseIfAny(mistakes);
    return new ResourceLimit(concurrent, rate);
  }

  private static Optional<Rate> readRate(JsonNode node, List<Refusal.Field> mistakes) {
    var fields = Fields.of(node, "rate", mistakes, "starts", "per_ms", "burst");
    var starts = fields.required("starts", fields.number("starts", 1, Rate.STARTS_MAX));
    var per = fields.required("per_ms", fields.number("per_ms", 1, PER_MS_MAX));
    var burst = fields.number("burst", 1, Rate.STARTS_MAX).orElse(1);
    return starts.flatMap(
        count -> per.map(millis -> new Rate(count, Duration.ofMillis(millis), burst)));
  }

  private static TenantLimits readTenant(JsonNode body) {
    var mistakes = new ArrayList<Refusal.Field>();
    var fields =
        Fields.of(
            body,
            "",
            mistakes,
            "weight",
            "items",
            "batches",
            "steps",
            "budget_day",
            "budget_month");
    var weight = fields.number("weight", 1, TenantLimits.WEIGHT_MAX);
    var items = fields.number("items", 1, TenantLimits.QUOTA_MAX);
    var batches = fields.number("batches", 1, TenantLimits.QUOTA_MAX);
    var steps = fields.number("steps", 1, TenantLimits.QUOTA_MAX);
    var day = fields.decimal("budget_day", AMOUNT, Money::of);
    var month = fields.decimal("budget_month", AMOUNT, Money::of);
    Parse.refuseIfAny(mistakes);
    return new TenantLimits(
        weight.orElse(TenantLimits.WEIGHT_DEFAULT), items, batches, steps, day, month);
  }

  private static void accepted(Optional<Failure> refusal) {
    if (refusal.isPresent()) {
      throw Problems.rejected(refusal.get());
    }
  }

  private static Wire.ResourceLimit render(Limits.Resource resource) {
    return new Wire.ResourceLimit(
        resource.key().value(),
        resource.limit().concurrent(),
        resource
            .limit()
            .rate()
            .map(rate -> new Wire.Rate(rate.starts(), rate.per().toMillis(), rate.burst())),
        resource.use().inUse(),
        resource.use().waiting());
  }

  private static Wire.TenantLimits render(Limits.Tenant tenant) {
    var limits = tenant.limits();
    return new Wire.TenantLimits(
        tenant.id().value(),
        limits.weight(),
        limits.items(),
        limits.batches(),
        limits.steps(),
        limits.budgetDay().map(Money::amount),
        limits.budgetMonth().map(Money::amount),
        new Wire.TenantUse(
            tenant.items(), tenant.batches(), tenant.steps().inUse(), tenant.steps().waiting()));
  }
}

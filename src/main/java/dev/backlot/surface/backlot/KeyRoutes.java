package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.model.Role;
import dev.backlot.model.TenantId;
import dev.backlot.runtime.ApiKeys;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.KeyQuotas;
import dev.backlot.runtime.Runs;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys of a tenant, for its admins; the first tenant's admins make keys for all tenants. */
final class KeyRoutes {
  private static final String PATH = "/v1/keys";
  private static final int NAME_MAX = 100;
  private static final int USER_MAX = 200;
  private static final int REQUESTS_MAX = 1_000_000;
  private static final int ITEMS_MAX = 1_000_000_000;

  private static final int LIFE_DAYS_MAX = 3_650;

  private final Runs runs;
  private final ApiKeys keys;
  private final Once once;

  KeyRoutes(Runs runs, Once once) {
    this.once = once;
    this.runs = runs;
    this.keys = runs.apiKeys();
  }

  void add(RoutesConfig routes) {
    routes.get(PATH, this::list, Least.ADMIN);
    routes.post(PATH, once.secret(Body.JSON_BYTES_MAX, this::make, this::made), Least.ADMIN);
    routes.delete(PATH + "/{id}", this::revoke, Least.ADMIN);
  }

  private void list(Context context) {
    var tenant = tenant(context, Query.of(context, "tenant").text("tenant"));
    var found = keys.list(tenant).stream().map(key -> render(key, Optional.empty())).toList();
    Render.send(context, 200, new Wire.Page<>(found, Optional.empty()));
  }

  /** Whose keys these are: the caller's, or another tenant's for an operator. */
  private static TenantId tenant(Context context, Optional<String> named) {
    var own = Access.caller(context).tenant();
    if (named.isEmpty()) {
      return own;
    }
    TenantId tenant;
    try {
      tenant = new TenantId(named.get());
    } catch (IllegalArgumentException _) {
      throw Refusal.field("tenant", "expected 1 to 63 characters a-z, 0-9, _ and -").exception();
    }
    if (!tenant.equals(own)) {
      Access.operator(context);
    }
    return tenant;
  }

  /** A key that was made under an idempotency key: without its secret, which nobody keeps. */
  private void made(Context context, String id) {
    var key = keys.get(id).orElseThrow(() -> Problems.unknown("key", id));
    context.header("Location", PATH + "/" + id);
    Render.send(context, 201, render(key, Optional.empty()));
  }

  private void make(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields =
        Fields.of(
            Body.json(context),
            "",
            mistakes,
            "name",
            "role",
            "user",
            "tenant",
            "expires_at",
            "expires_after_minutes",
            "requests_per_minute",
            "items_per_day");
    var name = text(fields, "name", NAME_MAX, mistakes);
    fields.required("name", name);
    var role =
        fields.required(
            "role", fields.word("role", "viewer, operator, editor or admin", Role::parse));
    var user = text(fields, "user", USER_MAX, mistakes);
    var tenant = fields.text("tenant", 63);
    var now = runs.now();
    var end = fields.instant("expires_at");
    if (end.filter(at -> at.isBefore(now)).isPresent()) {
      mistakes.add(new Refusal.Field("expires_at", "expected a time that is still to come"));
    }
    var expires =
        end.or(
            () ->
                fields
                    .number("expires_after_minutes", 1, LIFE_DAYS_MAX * 24 * 60)
                    .map(minutes -> now.plus(Duration.ofMinutes(minutes))));
    var requests = fields.number("requests_per_minute", 1, REQUESTS_MAX);
    var items = fields.number("items_per_day", 1, ITEMS_MAX);
    Parse.refuseIfAny(mistakes);
    var wanted =
        new ApiKeys.NewKey(
            tenant(context, tenant),
            name.orElse(""),
            user.orElse(name.orElse("")),
            role.orElse(Role.VIEWER),
            expires,
            requests,
            items);
    switch (keys.make(Access.caller(context), wanted, claim)) {
      case ApiKeys.Making.Made(var key, var secret) -> {
        context.header("Location", PATH + "/" + key.id());
        Render.send(context, 201, render(key, Optional.of(secret)));
      }
      case ApiKeys.Making.Refused(var why) -> throw Problems.rejected(why);
    }
  }

  private static Optional<String> text(
      Fields fields, String name, int most, List<Refusal.Field> mistakes) {
    var text = fields.text(name, most);
    if (text.filter(String::isBlank).isPresent()) {
      mistakes.add(new Refusal.Field(name, "expected a name, but nothing"));
    }
    return text;
  }

  private void revoke(Context context) {
    var tenant = tenant(context, Query.of(context, "tenant").text("tenant"));
    var id = context.pathParam("id");
    if (!keys.revoke(tenant, id)) {
      throw Problems.unknown("key", id);
    }
    context.status(204);
  }

  private Wire.Key render(ApiKeys.ApiKey key, Optional<String> secret) {
    return new Wire.Key(
        key.id(),
        secret,
        key.tenant().value(),
        key.name(),
        key.user(),
        key.role().word(),
        key.expiresAt(),
        key.requestsPerMinute(),
        key.itemsPerDay(),
        runs.keyQuotas().standing(key.caller()).map(KeyQuotas.Standing::used),
        key.createdBy(),
        key.createdAt(),
        key.usedAt());
  }
}

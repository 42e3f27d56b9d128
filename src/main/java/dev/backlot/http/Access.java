package dev.backlot.http;

import dev.backlot.model.Caller;
import dev.backlot.model.Role;
import dev.backlot.model.TenantId;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Lets requests in: those with a key or a token, and those to open paths. A key comes as {@code
 * Authorization: Bearer KEY}, or as the name or the password of HTTP Basic.
 */
public final class Access {
  private static final String ATTRIBUTE = "principal";
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final Credentials credentials;
  private final Set<String> open;
  private final RequestRates rates;

  Access(Credentials credentials, Set<String> open, InstantSource clock) {
    this.credentials = credentials;
    this.open = Set.copyOf(open);
    this.rates = new RequestRates(clock);
  }

  void admit(Context context) {
    if (isOpen(context.path())) {
      return;
    }
    var header = Optional.ofNullable(context.header("Authorization"));
    if (header.isEmpty()) {
      throw refusal("expected a key (Authorization: Bearer KEY), but there is none");
    }
    var principal = find(header.get());
    context.attribute(ATTRIBUTE, principal);
    principal.requestsPerMinute().ifPresent(most -> count(context, principal.key(), most));
  }

  private Principal find(String header) {
    Optional<String> expired = Optional.empty();
    for (var secret : secrets(header)) {
      switch (credentials.find(secret)) {
        case Credentials.Found.Known(var principal) -> {
          return principal;
        }
        case Credentials.Found.Expired(var message) -> expired = Optional.of(message);
        case Credentials.Found.Unknown _ -> {}
      }
    }
    throw refusal(expired.orElse("this key is not known here"));
  }

  private static List<String> secrets(String header) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return List.of(header.substring(BEARER.length()).strip());
    }
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return List.of();
    }
    try {
      var decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      var pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? List.of(pair)
          : List.of(pair.substring(colon + 1), pair.substring(0, colon));
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  private void count(Context context, String key, int perMinute) {
    var turn = rates.take(key, perMinute);
    context
        .header("x-ratelimit-limit", Integer.toString(turn.limit()))
        .header("x-ratelimit-remaining", Integer.toString(turn.remaining()))
        .header("x-ratelimit-reset", Long.toString(turn.fullAt().getEpochSecond() + 1));
    if (!turn.allowed()) {
      long seconds = turn.pause().toMillis() / 1000 + 1;
      throw Refusal.of(429, "this key may make " + perMinute + " requests a minute; wait")
          .with("Retry-After", Long.toString(seconds))
          .exception();
    }
  }

  /** What is left of a key's quota once the request is done. */
  void tellQuota(Context context) {
    Optional.ofNullable(context.<Principal>attribute(ATTRIBUTE))
        .flatMap(Principal::quota)
        .map(Principal.Quota::left)
        .ifPresent(
            left ->
                context
                    .header("x-quota-limit", Long.toString(left.limit()))
                    .header("x-quota-remaining", Long.toString(left.remaining()))
                    .header("x-quota-reset", Long.toString(left.until().getEpochSecond())));
  }

  /** Once it is known where a request goes. */
  void allow(Context context) {
    if (isOpen(context.path())) {
      return;
    }
    var least = Least.of(context);
    var role = principal(context).role();
    if (!role.allows(least)) {
      throw Refusal.of(
              403, "this needs the role " + least.word() + ", and the key has " + role.word())
          .exception();
    }
  }

  private boolean isOpen(String path) {
    return open.contains(path)
        || open.stream()
            .anyMatch(one -> one.length() > 1 && one.endsWith("/") && path.startsWith(one));
  }

  private static RefusalException refusal(String message) {
    return Refusal.of(401, message).with("WWW-Authenticate", "Bearer").exception();
  }

  /** Whether somebody may see and change what concerns all tenants: admins of the first one. */
  public static boolean isOperator(Principal principal) {
    return principal.role() == Role.ADMIN && principal.caller().tenant().equals(TenantId.DEFAULT);
  }

  /** Who asks, if it is an admin of the first tenant. */
  public static Caller operator(Context context) {
    var principal = principal(context);
    if (!isOperator(principal)) {
      throw Refusal.of(403, "this is for operators; it needs the admin key").exception();
    }
    return principal.caller();
  }

  /** Who asks; every request that reaches a handler of a path that is not open has one. */
  public static Caller caller(Context context) {
    return principal(context).caller();
  }

  /** Who asks, with what they may do. */
  public static Principal principal(Context context) {
    return Objects.requireNonNull(
        context.<Principal>attribute(ATTRIBUTE), "a request without a caller");
  }
}

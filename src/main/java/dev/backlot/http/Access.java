package dev.backlot.http;

import dev.backlot.model.Caller;
import dev.backlot.model.TenantId;
import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Lets requests in: those with a key, and those to open paths. */
public final class Access {
  private static final String ATTRIBUTE = "caller";

  private final Keys keys;
  private final Set<String> open;

  Access(Keys keys, Set<String> open) {
    this.keys = keys;
    this.open = Set.copyOf(open);
  }

  void admit(Context context) {
    if (isOpen(context.path())) {
      return;
    }
    var header = Optional.ofNullable(context.header("Authorization"));
    if (header.isEmpty()) {
      throw refusal("expected a key (Authorization: Bearer KEY), but there is none");
    }
    var caller = header.flatMap(keys::caller);
    context.attribute(ATTRIBUTE, caller.orElseThrow(() -> refusal("this key is not known here")));
  }

  private boolean isOpen(String path) {
    return open.contains(path)
        || open.stream().anyMatch(one -> one.endsWith("/") && path.startsWith(one));
  }

  private static RefusalException refusal(String message) {
    return Refusal.of(401, message).with("WWW-Authenticate", "Bearer").exception();
  }

  /**
   * Who asks, if it is an operator: somebody who may see and change what concerns all tenants. Keys
   * of the default tenant are, as long as keys carry no rights of their own.
   */
  public static Caller operator(Context context) {
    var caller = caller(context);
    if (!caller.tenant().equals(TenantId.DEFAULT)) {
      throw Refusal.of(403, "this is for operators; it needs the admin key").exception();
    }
    return caller;
  }

  /** Who asks; every request that reaches a handler of a path that is not open has one. */
  public static Caller caller(Context context) {
    return Objects.requireNonNull(
        context.<Caller>attribute(ATTRIBUTE), "a request without a caller");
  }
}

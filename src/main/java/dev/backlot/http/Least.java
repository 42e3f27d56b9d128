package dev.backlot.http;

import dev.backlot.model.Role;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;

/**
 * The least role that a route needs. A route that names none needs a viewer to look, and an
 * operator for anything else.
 */
public enum Least implements RouteRole {
  EDITOR(Role.EDITOR),
  ADMIN(Role.ADMIN);

  private final Role role;

  Least(Role role) {
    this.role = role;
  }

  /** What the route of this request needs. */
  static Role of(Context context) {
    for (var role : context.routeRoles()) {
      if (role instanceof Least least) {
        return least.role;
      }
    }
    return switch (context.method().name()) {
      case "GET", "HEAD", "OPTIONS" -> Role.VIEWER;
      default -> Role.OPERATOR;
    };
  }
}

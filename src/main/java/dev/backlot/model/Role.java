package dev.backlot.model;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do within a tenant; each role may do all that those before it may. */
public enum Role {
  /** Looks. */
  VIEWER,
  /** Starts and steers work, decides at gates, uploads. */
  OPERATOR,
  /** Publishes workflows, and says what starts by itself. */
  EDITOR,
  /** Keys, webhooks, and limits of all tenants where the tenant is the first one. */
  ADMIN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> parse(String word) {
    for (var role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** Whether this role may do what needs that one. */
  public boolean allows(Role least) {
    return compareTo(least) >= 0;
  }
}

package dev.backlot.model;

import java.util.Optional;

/**
 * Who asks: every command and every row carries its tenant and its creator.
 *
 * @param tenant whose data may be seen
 * @param user the person or key that acts, at most 200 characters
 * @param key the id of the key that asks, where what it starts is counted; never kept with rows
 */
public record Caller(TenantId tenant, String user, Optional<String> key) {
  public Caller {
    if (user.isBlank() || user.length() > 200) {
      throw new IllegalArgumentException(
          "expected a user of 1 to 200 characters, but " + user.length());
    }
  }

  /** Somebody whose key is not counted. */
  public Caller(TenantId tenant, String user) {
    this(tenant, user, Optional.empty());
  }

  public Caller with(String newKey) {
    return new Caller(tenant, user, Optional.of(newKey));
  }

  /** The same user, for work that starts by itself later on. */
  public Caller withoutKey() {
    return new Caller(tenant, user);
  }
}

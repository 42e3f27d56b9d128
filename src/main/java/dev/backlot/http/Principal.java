package dev.backlot.http;

import dev.backlot.model.Caller;
import dev.backlot.model.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Who a key or a token stands for.
 *
 * @param key what its requests are counted under
 * @param requestsPerMinute how many it may make; empty means any number
 * @param quota how much it may start; empty means any number of items
 */
public record Principal(
    Caller caller,
    Role role,
    String key,
    Optional<Integer> requestsPerMinute,
    Optional<Quota> quota) {

  /** Somebody who may start any number of items. */
  public Principal(Caller caller, Role role, String key, Optional<Integer> requestsPerMinute) {
    this(caller, role, key, requestsPerMinute, Optional.empty());
  }

  /** How much a key may start, and how much of that is left right now. */
  public interface Quota {
    Left left();
  }

  /**
   * What is left of a quota.
   *
   * @param until when all of it is back
   */
  public record Left(long limit, long remaining, Instant until) {}
}

package dev.backlot.model;

import java.util.Optional;

/**
 * What an operator allows of a {@link ResourceKey}, to all tenants and batches of this process
 * together. At least one of the two is given.
 *
 * @param concurrent attempts at once, 1 to {@value #CONCURRENT_MAX}
 * @param rate how often an attempt may start
 */
public record ResourceLimit(Optional<Integer> concurrent, Optional<Rate> rate) {
  public static final int CONCURRENT_MAX = 100_000;

  public ResourceLimit {
    if (concurrent.isEmpty() && rate.isEmpty()) {
      throw new IllegalArgumentException("expected concurrent, rate or both, but neither");
    }
    if (concurrent.filter(most -> most < 1 || most > CONCURRENT_MAX).isPresent()) {
      throw new IllegalArgumentException(
          "expected concurrent from 1 to " + CONCURRENT_MAX + ", but " + concurrent.get());
    }
  }
}

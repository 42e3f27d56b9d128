package dev.backlot.model;

import java.util.Optional;

/**
 * Pauses a batch when too many of its latest items failed: a cause that hits them all is worth a
 * person's look before it burns the rest.
 *
 * @param kind the {@link Failure#kind() class of failure} that counts; empty counts them all
 * @param failures so many of the latest {@code window} items that ended, 1 to {@code window}
 * @param window 1 to {@value #WINDOW_MAX} items
 */
public record Breaker(Optional<String> kind, int failures, int window) {
  public static final int WINDOW_MAX = 1_000;

  public Breaker {
    if (window < 1 || window > WINDOW_MAX || failures < 1 || failures > window) {
      throw new IllegalArgumentException(
          "expected 1 <= failures <= window <= %d, but %d and %d"
              .formatted(WINDOW_MAX, failures, window));
    }
  }

  public boolean counts(Failure failure) {
    return kind.isEmpty() || kind.get().equals(failure.kind());
  }
}

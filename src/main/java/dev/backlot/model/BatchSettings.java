package dev.backlot.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a batch is worked through. All of it but {@code reuse} and {@code canary} may change while it
 * runs.
 *
 * @param concurrency items on their way at once, 1 to {@value #CONCURRENCY_MAX}
 * @param tolerance how many failed items leave the others alone
 * @param canary items that go first
 * @param breaker what pauses it
 * @param budget it pauses before it spends more
 * @param deadline when whatever has not ended is cancelled
 * @param runTimeout how long one run may take from its start
 * @param reuse whether results of earlier work with the same inputs may be used
 */
public record BatchSettings(
    int concurrency,
    Priority priority,
    Tolerance tolerance,
    Optional<Canary> canary,
    Optional<Breaker> breaker,
    Optional<Money> budget,
    Optional<Instant> deadline,
    Optional<Duration> runTimeout,
    boolean reuse) {
  public static final int CONCURRENCY_MAX = 4_096;
  public static final Duration RUN_TIMEOUT_MAX = Duration.ofDays(30);
  public static final BatchSettings DEFAULT = new BatchSettings(10, true, true);

  public BatchSettings {
    if (concurrency < 1 || concurrency > CONCURRENCY_MAX) {
      throw new IllegalArgumentException(
          "expected a concurrency from 1 to " + CONCURRENCY_MAX + ", but " + concurrency);
    }
    if (runTimeout.isPresent()
        && (runTimeout.get().toMillis() < 1 || runTimeout.get().compareTo(RUN_TIMEOUT_MAX) > 0)) {
      throw new IllegalArgumentException(
          "expected a run timeout of 1 ms to 30 days, but " + runTimeout.get());
    }
  }

  /** The usual settings with these three of them. */
  public BatchSettings(int concurrency, boolean continueOnError, boolean reuse) {
    this(
        concurrency,
        Priority.NORMAL,
        continueOnError ? Tolerance.any() : Tolerance.none(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        reuse);
  }

  /** Whether one failed item leaves the others alone. */
  public boolean continueOnError() {
    return !tolerance.equals(Tolerance.none());
  }
}

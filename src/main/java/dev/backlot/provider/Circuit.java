package dev.backlot.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a provider is worth asking: after {@value #FAILURES} submissions in a row that it did not
 * answer, or answered with 5xx, it is left alone for 30 seconds; then one submission tries it, and
 * each that fails doubles the pause, up to 5 minutes. Thread-safe.
 */
final class Circuit {
  static final int FAILURES = 5;
  static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private int failures;
  private Duration pause = FIRST_PAUSE;
  private Instant until = Instant.MIN;

  /**
   * How long nobody is to ask; empty when the caller may. During a trial others wait as if it had
   * failed.
   */
  synchronized Optional<Duration> enter(Instant now) {
    if (failures < FAILURES) {
      return Optional.empty();
    }
    if (now.isBefore(until)) {
      return Optional.of(Duration.between(now, until));
    }
    until = now.plus(pause);
    return Optional.empty();
  }

  synchronized boolean isOpen(Instant now) {
    return failures >= FAILURES && now.isBefore(until);
  }

  synchronized void answered() {
    failures = 0;
    pause = FIRST_PAUSE;
  }

  synchronized void failed(Instant now) {
    failures++;
    if (failures == FAILURES) {
      until = now.plus(pause);
    } else if (failures > FAILURES) {
      var longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      until = now.plus(pause);
    }
  }
}

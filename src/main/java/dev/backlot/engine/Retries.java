package dev.backlot.engine;

import dev.backlot.model.Failure;
import dev.backlot.model.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/** When a failed attempt is tried again. */
final class Retries {
  private Retries() {}

  /**
   * The wait before the next attempt; empty when there is none. Only transient failures are
   * retried, and never sooner than the other side asks for; one that wants more than a day is not
   * waited for.
   *
   * @param attempt of its group, counted from 1
   * @param elapsed since the group's first attempt could have started
   * @param chance 0 to 1, the share of the jitter that is taken off
   */
  static Optional<Duration> delayAfter(
      int attempt, Duration elapsed, RetryPolicy policy, Failure failure, double chance) {
    if (attempt >= policy.attempts() || !(failure instanceof Failure.Transient(_, var asked))) {
      return Optional.empty();
    }
    var delay = backoff(attempt, policy);
    var jittered = Duration.ofMillis(Math.round(delay.toMillis() * (1 - policy.jitter() * chance)));
    var least = asked.orElse(Duration.ZERO);
    var wait = max(jittered, least);
    return Optional.of(wait)
        .filter(_ -> least.compareTo(RetryPolicy.DELAY_LIMIT) <= 0)
        .filter(_ -> policy.total().filter(total -> isOver(elapsed.plus(wait), total)).isEmpty());
  }

  private static boolean isOver(Duration when, Duration total) {
    return when.compareTo(total) > 0;
  }

  private static Duration backoff(int attempt, RetryPolicy policy) {
    // 2^19 is the most a policy can ask for, so the product cannot overflow
    long factor =
        switch (policy.backoff()) {
          case FIXED -> 1;
          case LINEAR -> attempt;
          case EXPONENTIAL -> 1L << (attempt - 1);
        };
    return min(policy.delay().multipliedBy(factor), policy.delayMax());
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

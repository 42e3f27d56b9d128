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
   * retried. What the other side asks for is honoured up to the policy's longest delay.
   *
   * @param chance 0 to 1, the share of the jitter that is taken off
   */
  static Optional<Duration> delayAfter(
      int attempt, RetryPolicy policy, Failure failure, double chance) {
    if (attempt >= policy.attempts() || !(failure instanceof Failure.Transient(_, var asked))) {
      return Optional.empty();
    }
    var delay = backoff(attempt, policy);
    var jittered = Duration.ofMillis(Math.round(delay.toMillis() * (1 - policy.jitter() * chance)));
    var least = asked.orElse(Duration.ZERO);
    return Optional.of(min(max(jittered, least), policy.delayMax()));
  }

  private static Duration backoff(int attempt, RetryPolicy policy) {
    // 2^19 is the most a policy can ask for, so the product cannot overflow
    return min(policy.delay().multipliedBy(1L << (attempt - 1)), policy.delayMax());
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

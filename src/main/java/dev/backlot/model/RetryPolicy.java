package dev.backlot.model;

import java.time.Duration;

/**
 * How often a step is tried and how long to wait in between: the delay doubles from {@code delay}
 * up to {@code delayMax}, and a random share of up to {@code jitter} is taken off it.
 *
 * @param attempts in all, 1 to 20; 1 means no retry
 * @param delay before the second attempt
 * @param delayMax no wait is longer, not even one that a provider asks for
 * @param jitter 0 (exact) to 1 (anywhere between nothing and the full delay)
 */
public record RetryPolicy(int attempts, Duration delay, Duration delayMax, double jitter) {
  public static final int ATTEMPTS_MAX = 20;
  public static final Duration DELAY_LIMIT = Duration.ofHours(24);
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(1), 0.2);
  public static final RetryPolicy NONE =
      new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofMinutes(1), 0);

  public RetryPolicy {
    if (attempts < 1 || attempts > ATTEMPTS_MAX) {
      throw new IllegalArgumentException(
          "expected 1 to " + ATTEMPTS_MAX + " attempts, but " + attempts);
    }
    if (delay.isNegative()
        || delayMax.compareTo(delay) < 0
        || delayMax.compareTo(DELAY_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "expected 0 <= delay <= delay-max <= 24h, but " + delay + " and " + delayMax);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("expected a jitter from 0 to 1, but " + jitter);
    }
  }
}

package dev.backlot.model;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How often a step is tried and how long to wait in between; a random share of up to {@code jitter}
 * is taken off each wait.
 *
 * @param attempts in all, 1 to {@value #ATTEMPTS_MAX}; 1 means no retry
 * @param delay before the second attempt
 * @param delayMax no wait of our own is longer; what a provider asks for goes first, up to {@link
 *     #DELAY_LIMIT}
 * @param jitter 0 (exact) to 1 (anywhere between nothing and the full delay)
 * @param total no attempt starts later than this after the first could have; empty means no limit
 */
public record RetryPolicy(
    int attempts,
    Backoff backoff,
    Duration delay,
    Duration delayMax,
    double jitter,
    Optional<Duration> total) {
  public static final int ATTEMPTS_MAX = 20;
  public static final Duration DELAY_LIMIT = Duration.ofHours(24);

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(1), 0.2);
  public static final RetryPolicy NONE =
      new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofMinutes(1), 0);

  /** How the wait grows from one attempt to the next. */
  public enum Backoff {
    /** Always the same. */
    FIXED,
    /** Once, twice, three times the delay. */
    LINEAR,
    /** Doubles each time. */
    EXPONENTIAL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Backoff> parse(String word) {
      for (var backoff : values()) {
        if (backoff.word().equals(word)) {
          return Optional.of(backoff);
        }
      }
      return Optional.empty();
    }
  }

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

  /** Exponential, without a total limit. */
  public RetryPolicy(int attempts, Duration delay, Duration delayMax, double jitter) {
    this(attempts, Backoff.EXPONENTIAL, delay, delayMax, jitter, Optional.empty());
  }
}

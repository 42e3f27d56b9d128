package dev.backlot.engine.schedule;

import dev.backlot.model.Rate;

/**
 * A token bucket in whole nanoseconds: one token comes every {@code per / starts} (rounded up, so
 * that the rate is never exceeded), at most {@code burst} are kept. What is remembered is only when
 * the bucket will be full again.
 */
final class TokenBucket {
  private final long interval;
  private final long slack;
  private long fullAt;

  /** A full bucket. */
  TokenBucket(Rate rate, long now) {
    long per = rate.per().toNanos();
    this.interval = (per + rate.starts() - 1) / rate.starts();
    this.slack = Math.multiplyExact(interval, rate.burst() - 1L);
    this.fullAt = now;
  }

  /** When a token is, or was, there. */
  long readyAt() {
    return fullAt - slack;
  }

  /** When one is there for whoever comes after so many others. */
  long readyAt(int others) {
    return readyAt() + others * interval;
  }

  void take(long now) {
    fullAt = Math.max(now - fullAt, 0) + fullAt + interval;
  }

  /** As many tokens are missing as in an earlier bucket, where this one can miss that many. */
  void resume(TokenBucket earlier, long now) {
    long missing = Math.max(earlier.fullAt - now, 0) / earlier.interval;
    fullAt = now + Math.min(missing * interval, slack + interval);
  }
}

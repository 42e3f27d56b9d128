package dev.backlot.model;

import java.time.Duration;

/**
 * How often something may start.
 *
 * @param starts 1 to {@value #STARTS_MAX}
 * @param per within this time, 1 ms to 24 h; spread evenly, not all at its beginning
 * @param burst how many may start at once after a quiet time, 1 to {@value #STARTS_MAX}
 */
public record Rate(int starts, Duration per, int burst) {
  public static final int STARTS_MAX = 1_000_000;
  public static final Duration PER_MAX = Duration.ofHours(24);

  public Rate {
    if (starts < 1 || starts > STARTS_MAX) {
      throw new IllegalArgumentException("expected 1 to " + STARTS_MAX + " starts, but " + starts);
    }
    if (per.compareTo(Duration.ofMillis(1)) < 0 || per.compareTo(PER_MAX) > 0) {
      throw new IllegalArgumentException("expected a time from 1 ms to 24 h, but " + per);
    }
    if (burst < 1 || burst > STARTS_MAX) {
      throw new IllegalArgumentException(
          "expected a burst from 1 to " + STARTS_MAX + ", but " + burst);
    }
  }
}

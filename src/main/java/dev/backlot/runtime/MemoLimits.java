package dev.backlot.runtime;

import java.time.Duration;

/**
 * How much is remembered. What goes, the oldest first, only costs work: it is done again.
 *
 * @param resultsMax of all tenants together, 1 to {@value #RESULTS_LIMIT}
 * @param ageMax counted from when a result was last made, 1 hour to 10 years
 */
public record MemoLimits(int resultsMax, Duration ageMax) {
  public static final int RESULTS_LIMIT = 100_000_000;
  public static final int RESULTS_DEFAULT = 1_000_000;
  public static final int DAYS_DEFAULT = 90;
  private static final Duration AGE_MIN = Duration.ofHours(1);
  private static final Duration AGE_MAX = Duration.ofDays(3_650);
  public static final MemoLimits DEFAULT =
      new MemoLimits(RESULTS_DEFAULT, Duration.ofDays(DAYS_DEFAULT));

  public MemoLimits {
    if (resultsMax < 1 || resultsMax > RESULTS_LIMIT) {
      throw new IllegalArgumentException(
          "expected 1 to " + RESULTS_LIMIT + " remembered results, but " + resultsMax);
    }
    if (ageMax.compareTo(AGE_MIN) < 0 || ageMax.compareTo(AGE_MAX) > 0) {
      throw new IllegalArgumentException(
          "expected results to be remembered for 1 hour to 3650 days, but " + ageMax);
    }
  }
}

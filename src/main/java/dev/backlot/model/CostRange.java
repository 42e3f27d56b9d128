package dev.backlot.model;

/** What something may cost, at least and at most. */
public record CostRange(Money low, Money high) {
  public static final CostRange FREE = new CostRange(Money.NONE, Money.NONE);

  public CostRange {
    if (low.compareTo(high) > 0) {
      throw new IllegalArgumentException("expected low <= high, but " + low + " and " + high);
    }
  }

  public CostRange plus(CostRange other) {
    return new CostRange(low.plus(other.low), high.plus(other.high));
  }

  public CostRange times(long count) {
    return new CostRange(low.times(count), high.times(count));
  }
}

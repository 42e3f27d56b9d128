package dev.backlot.model;

/** What something may cost, at least and at most; sums stop at the greatest amount there is. */
public record CostRange(Money low, Money high) {
  public static final CostRange FREE = new CostRange(Money.NONE, Money.NONE);

  public CostRange {
    if (low.compareTo(high) > 0) {
      throw new IllegalArgumentException("expected low <= high, but " + low + " and " + high);
    }
  }

  public CostRange plus(CostRange other) {
    return new CostRange(sum(low, other.low), sum(high, other.high));
  }

  public CostRange times(long count) {
    return new CostRange(product(low, count), product(high, count));
  }

  private static Money sum(Money a, Money b) {
    return new Money(Math.min(Money.MICROS_MAX, a.micros() + b.micros()));
  }

  private static Money product(Money amount, long count) {
    boolean tooMuch = count > 0 && amount.micros() > Money.MICROS_MAX / count;
    return new Money(tooMuch ? Money.MICROS_MAX : amount.micros() * count);
  }
}

package dev.backlot.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An amount in the currency of the installation's price list, in millionths; never negative.
 *
 * @param micros millionths of one unit of the currency, 0 to {@value #MICROS_MAX}
 */
public record Money(long micros) implements Comparable<Money> {
  /** A thousand million units. */
  public static final long MICROS_MAX = 1_000_000_000_000_000L;

  public static final Money NONE = new Money(0);
  private static final int DECIMALS = 6;

  public Money {
    if (micros < 0 || micros > MICROS_MAX) {
      throw new IllegalArgumentException(
          "expected 0 to " + MICROS_MAX + " millionths, but " + micros);
    }
  }

  /** Reads an amount such as {@code 0.04}; empty when negative, too large, or too fine. */
  public static Optional<Money> of(BigDecimal amount) {
    try {
      var micros = amount.movePointRight(DECIMALS).longValueExact();
      return micros < 0 || micros > MICROS_MAX ? Optional.empty() : Optional.of(new Money(micros));
    } catch (ArithmeticException _) {
      return Optional.empty();
    }
  }

  public Money plus(Money other) {
    return new Money(micros + other.micros);
  }

  /** The rest, or nothing where {@code other} is more. */
  public Money less(Money other) {
    return new Money(Math.max(0, micros - other.micros));
  }

  public Money times(long count) {
    return new Money(Math.multiplyExact(micros, count));
  }

  public boolean isNone() {
    return micros == 0;
  }

  public BigDecimal amount() {
    var amount = BigDecimal.valueOf(micros, DECIMALS).stripTrailingZeros();
    return amount.scale() < 0 ? amount.setScale(0) : amount;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(micros, other.micros);
  }

  @Override
  public String toString() {
    return amount().toPlainString();
  }
}

package dev.backlot.provider;

import dev.backlot.model.CostRange;
import dev.backlot.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What a model costs: so much for each result, or so much for each second of work.
 *
 * @param call for one result; empty where seconds are charged
 * @param second for one second of work; empty where results are charged
 * @param range what one job costs at least and at most; the most is held back from budgets
 */
public record Price(Optional<Money> call, Optional<Money> second, CostRange range) {
  private static final int DECIMALS = 6;

  public Price {
    if (call.isPresent() == second.isPresent()) {
      throw new IllegalArgumentException("expected a price for a call or for a second");
    }
  }

  public static Price ofCall(Money call) {
    return new Price(Optional.of(call), Optional.empty(), new CostRange(call, call));
  }

  public static Price ofSecond(Money second, CostRange range) {
    return new Price(Optional.empty(), Optional.of(second), range);
  }

  /** What a job costs that brought a result after so many seconds of work. */
  public Money ofResult(BigDecimal seconds) {
    return call.orElseGet(() -> ofWork(seconds));
  }

  /** What a job costs that brought none: the seconds it worked, where they are what is charged. */
  public Money ofFailure(BigDecimal seconds) {
    return call.isPresent() ? Money.NONE : ofWork(seconds);
  }

  /** Rounded up to a millionth. */
  private Money ofWork(BigDecimal seconds) {
    var amount = second.orElse(Money.NONE).amount().multiply(seconds.max(BigDecimal.ZERO));
    return Money.of(amount.setScale(DECIMALS, RoundingMode.UP))
        .orElseGet(() -> new Money(Money.MICROS_MAX));
  }
}

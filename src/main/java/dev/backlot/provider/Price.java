package dev.backlot.provider;

import dev.backlot.model.CostRange;
import dev.backlot.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model costs: so much for each result, for each second of work, or for each million tokens.
 *
 * @param call for one result; empty where something else is charged
 * @param second for one second of work; empty where something else is charged
 * @param tokens for words as models count them; empty where something else is charged
 * @param range what one job costs at least and at most; the most is held back from budgets
 */
public record Price(
    Optional<Money> call, Optional<Money> second, Optional<PerMillion> tokens, CostRange range) {
  private static final int DECIMALS = 6;
  private static final int MILLION = 6;

  /** What a provider says around what it is given, in tokens. */
  private static final int AROUND = 100;

  /**
   * What a million tokens cost.
   *
   * @param input that go in
   * @param output that come out
   */
  public record PerMillion(Money input, Money output) {
    Money of(Tokens used) {
      var amount = of(input, used.input()).add(of(output, used.output()));
      return rounded(amount.movePointLeft(MILLION));
    }

    private static BigDecimal of(Money price, long tokens) {
      return price.amount().multiply(BigDecimal.valueOf(tokens));
    }
  }

  /**
   * How many tokens a job took.
   *
   * @param input that went in
   * @param output that came out, those of its thoughts too
   */
  public record Tokens(long input, long output) {
    public Tokens {
      input = Math.max(0, input);
      output = Math.max(0, output);
    }
  }

  public Price {
    if (Stream.of(call, second, tokens).filter(Optional::isPresent).count() != 1) {
      throw new IllegalArgumentException("expected a price for a call, a second or tokens");
    }
  }

  public static Price ofCall(Money call) {
    return new Price(
        Optional.of(call), Optional.empty(), Optional.empty(), new CostRange(call, call));
  }

  public static Price ofSecond(Money second, CostRange range) {
    return new Price(Optional.empty(), Optional.of(second), Optional.empty(), range);
  }

  public static Price ofTokens(PerMillion tokens, CostRange range) {
    return new Price(Optional.empty(), Optional.empty(), Optional.of(tokens), range);
  }

  /** What a job costs that brought a result after so many seconds of work. */
  public Money ofResult(BigDecimal seconds) {
    return ofResult(seconds, Optional.empty());
  }

  /**
   * As {@link #ofResult(BigDecimal)}.
   *
   * @param used where the provider says so; where tokens are charged and it does not, the most is
   */
  public Money ofResult(BigDecimal seconds, Optional<Tokens> used) {
    if (tokens.isPresent()) {
      return used.map(tokens.get()::of).orElse(range.high());
    }
    return call.orElseGet(() -> ofWork(seconds));
  }

  /** What a job costs that brought none: the seconds it worked, where they are what is charged. */
  public Money ofFailure(BigDecimal seconds) {
    return second.isPresent() ? ofWork(seconds) : Money.NONE;
  }

  /**
   * What words may cost, where tokens are charged: not more than their bytes, as no token is less
   * than one, and an answer that is cut off.
   */
  CostRange atMost(int bytes, int tokensMax) {
    if (tokens.isEmpty()) {
      return range;
    }
    var most = tokens.get().of(new Tokens((long) bytes + AROUND, tokensMax));
    var high = most.compareTo(range.high()) < 0 ? most : range.high();
    return new CostRange(range.low().compareTo(high) < 0 ? range.low() : high, high);
  }

  private Money ofWork(BigDecimal seconds) {
    return rounded(second.orElse(Money.NONE).amount().multiply(seconds.max(BigDecimal.ZERO)));
  }

  /** Up to a millionth. */
  private static Money rounded(BigDecimal amount) {
    return Money.of(amount.setScale(DECIMALS, RoundingMode.UP))
        .orElseGet(() -> new Money(Money.MICROS_MAX));
  }
}

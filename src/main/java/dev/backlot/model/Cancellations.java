package dev.backlot.model;

/**
 * What became of the cancelled items of a batch; together as many as were cancelled.
 *
 * @param beforeStart never started, so they cost nothing
 * @param unbilled cancelled on their way, at no cost
 * @param billed cancelled on their way, after or while something was paid for
 * @param unknown cancelled on their way with a provider's call that may be billed yet
 * @param spent on items that were cancelled on their way
 */
public record Cancellations(int beforeStart, int unbilled, int billed, int unknown, Money spent) {
  public static final Cancellations NONE = new Cancellations(0, 0, 0, 0, Money.NONE);

  Cancellations beforeStart(int count) {
    return new Cancellations(beforeStart + count, unbilled, billed, unknown, spent);
  }

  Cancellations onItsWay(Bill bill) {
    var sum = spent.plus(bill.spent());
    if (bill.unknown()) {
      return new Cancellations(beforeStart, unbilled, billed, unknown + 1, sum);
    }
    return bill.spent().isNone()
        ? new Cancellations(beforeStart, unbilled + 1, billed, unknown, sum)
        : new Cancellations(beforeStart, unbilled, billed + 1, unknown, sum);
  }

  public int inFlight() {
    return unbilled + billed + unknown;
  }

  public int all() {
    return beforeStart + inFlight();
  }
}

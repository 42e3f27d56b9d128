package dev.backlot.model;

/**
 * What a run cost up to its end.
 *
 * @param spent by all its attempts
 * @param unknown whether a provider's call has no known end: it may cost more
 */
public record Bill(Money spent, boolean unknown) {
  public static final Bill NONE = new Bill(Money.NONE, false);

  public static Bill of(RunState run) {
    var sum = new Money[] {Money.NONE};
    var unknown = new boolean[1];
    run.forEach(
        (_, step) -> {
          sum[0] = sum[0].plus(step.spent());
          unknown[0] |= step.call().isPresent();
        });
    return new Bill(sum[0], unknown[0]);
  }
}

package dev.backlot.model;

/** How many failed items a batch bears before it stops starting others. */
public sealed interface Tolerance {
  static Tolerance any() {
    return new Any();
  }

  static Tolerance none() {
    return new Failures(0);
  }

  /** Every item is tried, whatever becomes of the others. */
  record Any() implements Tolerance {}

  /** At most so many failed items. */
  record Failures(int most) implements Tolerance {
    public Failures {
      if (most < 0) {
        throw new IllegalArgumentException("expected 0 or more failures, but " + most);
      }
    }
  }

  /** At most this share of all items, 0 to 100 percent. */
  record Percent(double most) implements Tolerance {
    public Percent {
      if (!(most >= 0 && most <= 100)) {
        throw new IllegalArgumentException("expected 0 to 100 percent, but " + most);
      }
    }
  }

  default boolean isExceededBy(ItemCounts counts) {
    return switch (this) {
      case Any _ -> false;
      case Failures(var most) -> counts.failed() > most;
      case Percent(var most) -> counts.failed() * 100.0 > most * counts.total();
    };
  }

  /** For people: "any number of failures", "2 failures", "5 % of the items". */
  default String words() {
    return switch (this) {
      case Any _ -> "any number of failures";
      case Failures(var most) -> most == 1 ? "1 failure" : most + " failures";
      case Percent(var most) -> Value.of(most).inText() + " % of the items";
    };
  }
}

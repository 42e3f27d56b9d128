package dev.backlot.model;

import java.util.Optional;

/** The least and the most a port takes, of whatever it counts. */
record PortLimits(double min, double max) {
  static PortLimits of(Port port, double otherwise) {
    return new PortLimits(port.min().orElse(-Double.MAX_VALUE), port.max().orElse(otherwise));
  }

  Optional<String> refuse(double amount, String unit) {
    if (amount >= min && amount <= max) {
      return Optional.empty();
    }
    var bound = amount < min ? "at least " + counted(min, unit) : "at most " + counted(max, unit);
    return Optional.of("expected " + bound + ", but " + words(amount));
  }

  private static String counted(double limit, String unit) {
    var plural = limit == 1 || unit.isEmpty() ? unit : unit + "s";
    return (words(limit) + " " + plural).strip();
  }

  private static String words(double number) {
    return Value.of(number).inText();
  }
}

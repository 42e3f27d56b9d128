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
    var bound = amount < min ? "at least " + words(min) : "at most " + words(max);
    var suffix = unit.isEmpty() ? "" : " " + unit;
    return Optional.of("expected " + bound + suffix + ", but " + words(amount));
  }

  private static String words(double number) {
    return Value.of(number).inText();
  }
}

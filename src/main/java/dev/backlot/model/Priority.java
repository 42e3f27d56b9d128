package dev.backlot.model;

import java.util.Locale;
import java.util.Optional;

/** How urgent a batch is beside the others of its tenant: speeds up, never starves. */
public enum Priority {
  LOW,
  NORMAL,
  HIGH;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Priority> parse(String word) {
    for (var priority : values()) {
      if (priority.word().equals(word)) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}

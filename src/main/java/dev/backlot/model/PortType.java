package dev.backlot.model;

import java.util.Locale;
import java.util.Optional;

/** What may flow through an input, a parameter or an output. */
public enum PortType {
  IMAGE,
  VIDEO,
  AUDIO,
  /** Any asset. */
  FILE,
  TEXT,
  NUMBER,
  INTEGER,
  BOOLEAN,
  JSON;

  public boolean isMedia() {
    return this == IMAGE || this == VIDEO || this == AUDIO || this == FILE;
  }

  /** The word a workflow file uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<PortType> parse(String word) {
    for (var type : values()) {
      if (type.word().equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}

package dev.backlot.model;

import java.util.Arrays;
import java.util.List;
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
  JSON,
  /** Conditions with a message: a parameter of steps that check, never an input or an output. */
  CHECKS,
  /** Named conditions in order: a parameter of steps that choose, never an input or an output. */
  CASES;

  public boolean isMedia() {
    return this == IMAGE || this == VIDEO || this == AUDIO || this == FILE;
  }

  /** The word a workflow file uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The types an input of a workflow may have, in the order people read them. */
  public static List<PortType> ofInputs() {
    return Arrays.stream(values()).filter(type -> type != CHECKS && type != CASES).toList();
  }

  /** Reads the word of a type that an input may have. */
  public static Optional<PortType> parse(String word) {
    return ofInputs().stream().filter(type -> type.word().equals(word)).findFirst();
  }
}

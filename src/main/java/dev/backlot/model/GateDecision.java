package dev.backlot.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person says at a gate.
 *
 * @param note for those who read it later, and for the producing step; at most {@value #NOTE_MAX}
 *     characters
 * @param selected the candidates that are kept, by their place counted from 0
 */
public record GateDecision(Verdict verdict, String note, List<Integer> selected) {
  public static final int NOTE_MAX = 4_000;

  /** Yes, no, or once more. */
  public enum Verdict {
    APPROVE,
    REJECT,
    /** The producing step runs again with the note. */
    REGENERATE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Verdict> parse(String word) {
      for (var verdict : values()) {
        if (verdict.word().equals(word)) {
          return Optional.of(verdict);
        }
      }
      return Optional.empty();
    }
  }

  /** Why an item fails that this no ends. */
  public Failure.Rejected rejection(String by) {
    return new Failure.Rejected(by, note.isEmpty() ? "rejected" : "rejected: " + note);
  }

  public GateDecision {
    selected = List.copyOf(selected);
    if (note.length() > NOTE_MAX) {
      throw new IllegalArgumentException("expected a note of at most 4,000 characters");
    }
  }
}

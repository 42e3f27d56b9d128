package dev.backlot.store;

import java.time.Instant;

/**
 * Somebody's word that nothing more is to be done about what failed in a batch.
 *
 * @param note why, for those who read it later; may be empty, at most {@value #NOTE_MAX} characters
 * @param failed how many items had failed by then: it is not about those that fail later
 */
public record Acknowledgement(String by, Instant at, String note, int failed) {
  public static final int NOTE_MAX = 4_000;

  public Acknowledgement {
    if (note.length() > NOTE_MAX) {
      throw new IllegalArgumentException("expected a note of at most 4,000 characters");
    }
  }
}

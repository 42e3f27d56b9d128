package dev.backlot.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a batch stands. Codes and words are stored: they never change. */
public enum BatchStatus {
  /**
   * Its items are still being written; nothing starts. A batch left here by a crash is cancelled.
   */
  ACCEPTING(0),
  RUNNING(1),
  PAUSED(2),
  /** Asked to stop: what has not started is cancelled, what runs is stopped. */
  CANCELLING(3),
  /**
   * An item failed and the batch does not continue on error: what runs ends, what has not started
   * is cancelled.
   */
  STOPPING(4),
  /** Every item succeeded. */
  SUCCEEDED(5),
  /** At least one item failed. */
  FAILED(6),
  CANCELLED(7);

  private static final List<BatchStatus> ALL = List.of(values());
  private final int code;

  BatchStatus(int code) {
    this.code = code;
  }

  /** The number that is stored. */
  public int code() {
    return code;
  }

  /** The status with this stored number. */
  public static BatchStatus ofCode(int code) {
    return ALL.get(code);
  }

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<BatchStatus> parse(String word) {
    for (var status : values()) {
      if (status.word().equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}

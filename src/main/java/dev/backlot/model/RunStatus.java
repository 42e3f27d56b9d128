package dev.backlot.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a run stands. Codes and words are stored: they never change. */
public enum RunStatus {
  /** Accepted, not started. */
  PENDING(0),
  RUNNING(1),
  PAUSED(2),
  /** Asked to stop; waits for its running steps. */
  CANCELLING(3),
  SUCCEEDED(4),
  FAILED(5),
  CANCELLED(6),
  /** Waits for nothing but a person's decision; takes no place among those on their way. */
  WAITING(7);

  private static final List<RunStatus> ALL = List.of(values());
  private final int code;

  RunStatus(int code) {
    this.code = code;
  }

  /** The number that is stored. */
  public int code() {
    return code;
  }

  /** The status with this stored number. */
  public static RunStatus ofCode(int code) {
    return ALL.get(code);
  }

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<RunStatus> parse(String word) {
    for (var status : values()) {
      if (status.word().equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}

package dev.backlot.model;

import java.util.List;
import java.util.Locale;

/** Where a step run stands. */
public enum StepPhase {
  /** Waits for the steps it needs. */
  PENDING(0),
  /** May start; waits for a free slot. */
  READY(1),
  RUNNING(2),
  /** Failed in a way that may pass; waits for its next attempt. */
  RETRYING(3),
  SUCCEEDED(4),
  FAILED(5),
  SKIPPED(6),
  CANCELLED(7),
  /** An open gate: waits for people, takes no slot. */
  WAITING(8);

  private static final List<StepPhase> ALL = List.of(values());
  private final int code;

  StepPhase(int code) {
    this.code = code;
  }

  /** The number that is stored; those of all phases follow each other from 0. */
  public int code() {
    return code;
  }

  /** The phase with this stored number. */
  public static StepPhase ofCode(int code) {
    return ALL.get(code);
  }

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == SKIPPED || this == CANCELLED;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

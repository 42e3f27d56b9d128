package dev.backlot.model;

import java.util.Locale;

/** Where a step run stands. */
public enum StepPhase {
  /** Waits for the steps it needs. */
  PENDING,
  /** May start; waits for a free slot. */
  READY,
  RUNNING,
  /** Failed in a way that may pass; waits for its next attempt. */
  RETRYING,
  SUCCEEDED,
  FAILED,
  SKIPPED,
  CANCELLED,
  /** An open gate: waits for people, takes no slot. */
  WAITING;

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == SKIPPED || this == CANCELLED;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

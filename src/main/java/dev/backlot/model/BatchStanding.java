package dev.backlot.model;

/**
 * Where a batch stands as somebody sees it who looks at all its items: what dialects filter by.
 * Stores hold the same rules in their own words.
 */
public enum BatchStanding {
  /** Nothing has started yet. */
  PENDING,
  ACTIVE,
  PAUSED,
  SUCCEEDED,
  /** Some items failed, others succeeded, and it was to go on after failures. */
  PARTLY_SUCCEEDED,
  FAILED,
  /** Cancelled, or on the way there. */
  CANCELLED;

  public static BatchStanding of(BatchState batch) {
    return switch (batch.status()) {
      case ACCEPTING -> PENDING;
      case RUNNING -> batch.cursor() == 0 ? PENDING : ACTIVE;
      case STOPPING -> ACTIVE;
      case PAUSED -> PAUSED;
      case CANCELLING, CANCELLED -> CANCELLED;
      case SUCCEEDED -> SUCCEEDED;
      case FAILED ->
          batch.counts().succeeded() > 0 && batch.settings().continueOnError()
              ? PARTLY_SUCCEEDED
              : FAILED;
    };
  }
}

package dev.backlot.surface.sartiq;

import dev.backlot.model.BatchStanding;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPhase;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** This dialect's words for where workflows and steps stand. */
final class Statuses {
  /** The states of a workflow that has not started: the tag of its document. */
  static final String PENDING = "PENDING";

  static final String CANCELLED = "CANCELLED";

  private static final Map<String, Set<BatchStanding>> WORKFLOWS =
      Map.of(
          PENDING,
          Set.of(),
          "RUNNING",
          Set.of(BatchStanding.PENDING, BatchStanding.ACTIVE),
          "PAUSED",
          Set.of(BatchStanding.PAUSED),
          "COMPLETED",
          Set.of(BatchStanding.SUCCEEDED),
          "FAILED",
          Set.of(BatchStanding.FAILED, BatchStanding.PARTLY_SUCCEEDED),
          CANCELLED,
          Set.of(BatchStanding.CANCELLED));

  private Statuses() {}

  static String of(BatchStanding standing) {
    return switch (standing) {
      case PENDING, ACTIVE -> "RUNNING";
      case PAUSED -> "PAUSED";
      case SUCCEEDED -> "COMPLETED";
      case FAILED, PARTLY_SUCCEEDED -> "FAILED";
      case CANCELLED -> CANCELLED;
    };
  }

  static Optional<String> parse(String word) {
    return Optional.of(word).filter(WORKFLOWS::containsKey);
  }

  /** How the batches of workflows stand that stand so. */
  static Set<BatchStanding> standings(String word) {
    return WORKFLOWS.getOrDefault(word, Set.of());
  }

  /**
   * A step of a run: what a failed run never came to is still to come, as it may be resumed; what a
   * cancelled one never came to is cancelled.
   *
   * @param began whether it ever did
   */
  static String of(StepPhase phase, boolean began, RunStatus run) {
    return switch (phase) {
      case PENDING, READY -> run == RunStatus.CANCELLED ? CANCELLED : PENDING;
      case RUNNING, RETRYING, WAITING -> "RUNNING";
      case SUCCEEDED -> "COMPLETED";
      case FAILED -> "FAILED";
      case SKIPPED -> "SKIPPED";
      case CANCELLED -> run == RunStatus.FAILED && !began ? PENDING : CANCELLED;
    };
  }
}

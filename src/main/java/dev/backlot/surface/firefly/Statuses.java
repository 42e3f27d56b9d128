package dev.backlot.surface.firefly;

import dev.backlot.model.BatchStanding;
import dev.backlot.model.RunStatus;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** This dialect's words for where batches and executions stand, and what they mean here. */
final class Statuses {
  private static final Map<String, Set<BatchStanding>> BATCHES =
      Map.of(
          "pending", Set.of(BatchStanding.PENDING),
          "running", Set.of(BatchStanding.ACTIVE, BatchStanding.PAUSED),
          "completed", Set.of(BatchStanding.SUCCEEDED, BatchStanding.PARTLY_SUCCEEDED),
          "failed", Set.of(BatchStanding.FAILED),
          "cancelled", Set.of(BatchStanding.CANCELLED));

  private Statuses() {}

  static String of(BatchStanding standing) {
    return switch (standing) {
      case PENDING -> "pending";
      case ACTIVE, PAUSED -> "running";
      case SUCCEEDED, PARTLY_SUCCEEDED -> "completed";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
    };
  }

  static Optional<Set<BatchStanding>> batches(String word) {
    return Optional.ofNullable(BATCHES.get(word));
  }

  /**
   * An execution has no word for cancelled: one that never started stays pending, one that was
   * stopped on its way has failed.
   */
  static String of(RunRecord run) {
    return switch (run.status()) {
      case PENDING -> "pending";
      case RUNNING, PAUSED, WAITING, CANCELLING -> "running";
      case SUCCEEDED -> "success";
      case FAILED -> "failed";
      case CANCELLED -> run.startedAt().isPresent() ? "failed" : "pending";
    };
  }

  static Optional<RunFilter> executions(String word) {
    return switch (word) {
      case "pending" ->
          Optional.of(RunFilter.of(Set.of(RunStatus.PENDING, RunStatus.CANCELLED)).started(false));
      case "running" ->
          Optional.of(
              RunFilter.of(
                  Set.of(
                      RunStatus.RUNNING,
                      RunStatus.PAUSED,
                      RunStatus.WAITING,
                      RunStatus.CANCELLING)));
      case "success" -> Optional.of(RunFilter.of(RunStatus.SUCCEEDED));
      case "failed" ->
          Optional.of(RunFilter.of(Set.of(RunStatus.FAILED, RunStatus.CANCELLED)).started(true));
      default -> Optional.empty();
    };
  }
}

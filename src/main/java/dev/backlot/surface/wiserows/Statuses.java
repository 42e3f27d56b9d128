package dev.backlot.surface.wiserows;

import dev.backlot.model.BatchStanding;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** This dialect's words for where runs and jobs stand. */
final class Statuses {
  private static final Map<String, Set<BatchStanding>> JOBS =
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

  static Optional<Set<BatchStanding>> parse(String word) {
    return Optional.ofNullable(JOBS.get(word));
  }
}

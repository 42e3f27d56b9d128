package dev.backlot.surface.scenario;

import dev.backlot.model.BatchStanding;
import dev.backlot.model.GateDecision;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** This dialect's words for where jobs and nodes stand. */
final class Statuses {
  static final String SUCCESS = "success";
  static final String SKIPPED = "skipped";

  private static final Map<String, Set<BatchStanding>> JOBS =
      Map.of(
          "queued",
          Set.of(BatchStanding.PENDING),
          "in-progress",
          Set.of(BatchStanding.ACTIVE, BatchStanding.PAUSED),
          SUCCESS,
          Set.of(BatchStanding.SUCCEEDED),
          "failure",
          Set.of(BatchStanding.FAILED, BatchStanding.PARTLY_SUCCEEDED),
          "canceled",
          Set.of(BatchStanding.CANCELLED));
  private static final Set<String> NEVER = Set.of("pending", "warming-up", "finalizing");

  private Statuses() {}

  /** How batches stand whose jobs stand so; jobs never stand in some of the vendor's words here. */
  static Optional<Set<BatchStanding>> parse(String word) {
    return NEVER.contains(word) ? Optional.of(Set.of()) : Optional.ofNullable(JOBS.get(word));
  }

  /** How the batches of runs may stand in which a node's job stands so. */
  static Set<BatchStanding> aroundNodes(String word) {
    return switch (word) {
      case "queued" -> Set.of(BatchStanding.ACTIVE, BatchStanding.PAUSED);
      // what runs on for a while after it was told to stop
      case "in-progress" ->
          Set.of(BatchStanding.ACTIVE, BatchStanding.PAUSED, BatchStanding.CANCELLED);
      default -> EnumSet.complementOf(EnumSet.of(BatchStanding.PENDING));
    };
  }

  static String of(BatchStanding batch, RunStatus run) {
    if (run == RunStatus.CANCELLED || batch == BatchStanding.CANCELLED) {
      return "canceled";
    }
    return switch (batch) {
      case PENDING -> "queued";
      case ACTIVE, PAUSED -> "in-progress";
      case SUCCEEDED -> SUCCESS;
      default -> "failure";
    };
  }

  /**
   * A node of a job. What a failed or cancelled job never came to is skipped.
   *
   * @param began whether it ever did
   * @param over whether the job has ended
   */
  static String of(StepState state, boolean began, boolean over) {
    boolean rejected =
        state
            .gate()
            .filter(
                gate ->
                    gate.votes().stream()
                        .anyMatch(vote -> vote.decision().verdict() == GateDecision.Verdict.REJECT))
            .isPresent();
    if (rejected && state.phase().isFinal()) {
      return "rejected";
    }
    return switch (state.phase()) {
      case PENDING -> over ? SKIPPED : "pending";
      case WAITING -> "pending";
      case READY, RUNNING, RETRYING -> over ? SKIPPED : "processing";
      case SUCCEEDED -> SUCCESS;
      case FAILED -> "failure";
      case SKIPPED -> SKIPPED;
      case CANCELLED -> began ? "failure" : SKIPPED;
    };
  }

  /** A node as a job of its own; empty while it has none. */
  static Optional<String> job(StepPhase phase, boolean began) {
    return switch (phase) {
      case PENDING, SKIPPED, WAITING -> Optional.empty();
      case READY -> Optional.of("queued");
      case RUNNING, RETRYING -> Optional.of("in-progress");
      case SUCCEEDED -> Optional.of(SUCCESS);
      case FAILED -> Optional.of("failure");
      case CANCELLED -> began ? Optional.of("canceled") : Optional.empty();
    };
  }
}

package dev.backlot.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happened to a run. Events are facts: never edited, never removed, folded by one function.
 */
public sealed interface RunEvent {
  Instant at();

  /**
   * The first event of every run.
   *
   * @param steps in file order, the built-in {@link StepId#INPUTS} first where inputs must be
   *     brought in
   */
  record RunStarted(Map<String, Value> inputs, List<StepId> steps, Instant at)
      implements RunEvent {}

  /** The step's needs are met; the attempt waits for a slot. */
  record StepReady(StepId step, int attempt, Instant at) implements RunEvent {}

  record StepStarted(StepId step, int attempt, Instant at) implements RunEvent {}

  /**
   * The attempt ended well.
   *
   * @param reused whether the outputs come from the memo instead of work
   * @param consumed the assets that went in: with the outputs' assets, the lineage
   */
  record StepSucceeded(
      StepId step,
      int attempt,
      Map<String, Value> outputs,
      boolean reused,
      List<AssetId> consumed,
      Instant at)
      implements RunEvent {}

  /**
   * The last attempt failed.
   *
   * @param tolerated whether the run goes on without it
   */
  record StepFailed(StepId step, int attempt, Failure failure, boolean tolerated, Instant at)
      implements RunEvent {}

  /** An attempt failed in a way that may pass. */
  record RetryScheduled(StepId step, int attempt, Failure failure, Instant dueAt, Instant at)
      implements RunEvent {}

  record StepSkipped(StepId step, String reason, Instant at) implements RunEvent {}

  record StepCancelled(StepId step, Instant at) implements RunEvent {}

  record RunPaused(Instant at) implements RunEvent {}

  record RunResumed(Instant at) implements RunEvent {}

  record RunCancelRequested(Instant at) implements RunEvent {}

  record RunSucceeded(Map<String, Value> outputs, Instant at) implements RunEvent {}

  record RunFailed(StepId step, Failure failure, Instant at) implements RunEvent {}

  record RunCancelled(Instant at) implements RunEvent {}
}

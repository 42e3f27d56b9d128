package dev.backlot.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * @param deadline when it fails if it has not ended
   * @param notes what people asked for at the gates of the run that this one redrives
   */
  record RunStarted(
      Map<String, Value> inputs,
      List<StepId> steps,
      Optional<Instant> deadline,
      Map<StepPath, String> notes,
      Instant at)
      implements RunEvent {}

  /** The step's needs are met; the attempt waits for a slot. */
  record StepReady(StepPath step, int attempt, Instant at) implements RunEvent {}

  record StepStarted(StepPath step, int attempt, Instant at) implements RunEvent {}

  /**
   * The attempt ended well, or a gate was passed, or a loop came to its end.
   *
   * @param released what is no longer held back from the budget
   */
  record StepSucceeded(StepPath step, int attempt, StepResult result, Money released, Instant at)
      implements RunEvent {}

  /**
   * The last attempt failed.
   *
   * @param tolerated whether the run goes on without it
   */
  record StepFailed(
      StepPath step,
      int attempt,
      Failure failure,
      boolean tolerated,
      CallEnd call,
      Money released,
      Instant at)
      implements RunEvent {}

  /** An attempt failed in a way that may pass. */
  record RetryScheduled(
      StepPath step,
      int attempt,
      Failure failure,
      CallEnd call,
      Money released,
      Instant dueAt,
      Instant at)
      implements RunEvent {}

  /**
   * The step's way is spent: the next one is tried.
   *
   * @param way counted from 1 for the first fallback
   */
  record FellBack(
      StepPath step,
      int attempt,
      int way,
      Failure failure,
      CallEnd call,
      Money released,
      Instant at)
      implements RunEvent {}

  /** An attempt that had begun did not take place. */
  record StepPutBack(StepPath step, int attempt, Instant at) implements RunEvent {}

  record StepSkipped(StepPath step, String reason, Instant at) implements RunEvent {}

  /**
   * Nothing more comes of the step.
   *
   * @param by who asked for this very step; empty where its run or its loop ended
   * @param released what is no longer held back from the budget
   */
  record StepCancelled(StepPath step, String by, CallEnd call, Money released, Instant at)
      implements RunEvent {}

  record StepHeld(StepPath step, Instant at) implements RunEvent {}

  record StepReleased(StepPath step, Instant at) implements RunEvent {}

  /** A provider is about to be called. */
  record CallIntended(StepPath step, int attempt, ProviderCall call, Instant at)
      implements RunEvent {}

  /** The provider has accepted the call. */
  record CallSubmitted(StepPath step, int attempt, String requestId, Instant at)
      implements RunEvent {}

  /**
   * A loop begins.
   *
   * @param locals what each iteration sees, in order
   */
  record LoopStarted(StepPath step, List<Map<String, Value>> locals, Instant at)
      implements RunEvent {
    public LoopStarted {
      locals = List.copyOf(locals);
    }
  }

  /**
   * An iteration begins.
   *
   * @param step the loop
   * @param body the ids of its steps in file order
   */
  record IterationStarted(StepPath step, int index, List<StepId> body, Instant at)
      implements RunEvent {
    public IterationStarted {
      body = List.copyOf(body);
    }
  }

  record IterationSucceeded(StepPath step, int index, Map<String, Value> outputs, Instant at)
      implements RunEvent {}

  record IterationFailed(StepPath step, int index, Failure failure, Instant at)
      implements RunEvent {}

  /** A gate waits for people. */
  record GateOpened(StepPath step, GateState.Question question, int round, Instant at)
      implements RunEvent {}

  record GateVoted(StepPath step, String by, GateDecision decision, Instant at)
      implements RunEvent {}

  record GateReminded(StepPath step, Instant at) implements RunEvent {}

  /** Nobody decided in time; the default decision follows. */
  record GateExpired(StepPath step, Instant at) implements RunEvent {}

  /**
   * Finished steps run again because a person asked.
   *
   * @param gate where it was asked
   * @param note what the person wants to be different
   */
  record StepsReset(StepPath gate, List<StepPath> steps, String note, Instant at)
      implements RunEvent {
    public StepsReset {
      steps = List.copyOf(steps);
    }
  }

  /** Nothing but open gates is left to wait for. */
  record RunParked(Instant at) implements RunEvent {}

  /** A parked run has something to do again. */
  record RunWoken(Instant at) implements RunEvent {}

  record RunPaused(Instant at) implements RunEvent {}

  record RunResumed(Instant at) implements RunEvent {}

  /** A failed run goes on: finished steps stay, the others start anew. */
  record RunReopened(Instant at) implements RunEvent {}

  record RunCancelRequested(Instant at) implements RunEvent {}

  /** The run's deadline has passed: nothing more starts, what runs is stopped. */
  record RunExpired(Failure failure, Instant at) implements RunEvent {}

  record RunSucceeded(Map<String, Value> outputs, Instant at) implements RunEvent {}

  /**
   * The run has ended without its outputs.
   *
   * @param step the one that failed; empty where its deadline passed
   */
  record RunFailed(Optional<StepPath> step, Failure failure, Instant at) implements RunEvent {}

  /** The run was cancelled after it had started; {@code bill} is what it cost. */
  record RunCancelled(Bill bill, Instant at) implements RunEvent {}
}

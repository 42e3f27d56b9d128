package dev.backlot.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One step inside one run.
 *
 * @param attempt the current or last attempt, counted from 1; 0 before the first
 * @param readyAt when the current attempt could have started
 * @param startedAt when the current attempt started
 * @param endedAt when the current attempt ended, or the step was skipped or cancelled
 * @param dueAt when the next attempt becomes ready, while {@link StepPhase#RETRYING}
 * @param outputs by name, once succeeded
 * @param reused whether the outputs come from the memo
 * @param failure of the last attempt that failed
 * @param note why it was skipped; empty otherwise
 */
public record StepState(
    StepPhase phase,
    int attempt,
    Optional<Instant> readyAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Instant> dueAt,
    Map<String, Value> outputs,
    boolean reused,
    Optional<Failure> failure,
    String note) {

  public static final StepState PENDING =
      new StepState(
          StepPhase.PENDING,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          false,
          Optional.empty(),
          "");

  public StepState ready(int nextAttempt, Instant at) {
    return new StepState(
        StepPhase.READY,
        nextAttempt,
        Optional.of(at),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        outputs,
        false,
        failure,
        "");
  }

  public StepState started(Instant at) {
    return new StepState(
        StepPhase.RUNNING,
        attempt,
        readyAt,
        Optional.of(at),
        endedAt,
        dueAt,
        outputs,
        reused,
        failure,
        note);
  }

  public StepState succeeded(Map<String, Value> result, boolean fromMemo, Instant at) {
    return new StepState(
        StepPhase.SUCCEEDED,
        attempt,
        readyAt,
        startedAt,
        Optional.of(at),
        dueAt,
        result,
        fromMemo,
        failure,
        note);
  }

  public StepState failed(Failure why, Instant at) {
    return new StepState(
        StepPhase.FAILED,
        attempt,
        readyAt,
        startedAt,
        Optional.of(at),
        dueAt,
        outputs,
        reused,
        Optional.of(why),
        note);
  }

  public StepState retrying(Failure why, Instant due, Instant at) {
    return new StepState(
        StepPhase.RETRYING,
        attempt,
        readyAt,
        startedAt,
        Optional.of(at),
        Optional.of(due),
        outputs,
        reused,
        Optional.of(why),
        note);
  }

  public StepState skipped(String reason, Instant at) {
    return new StepState(
        StepPhase.SKIPPED,
        attempt,
        readyAt,
        startedAt,
        Optional.of(at),
        dueAt,
        outputs,
        reused,
        failure,
        reason);
  }

  public StepState cancelled(Instant at) {
    return new StepState(
        StepPhase.CANCELLED,
        attempt,
        readyAt,
        startedAt,
        Optional.of(at),
        dueAt,
        outputs,
        reused,
        failure,
        note);
  }
}

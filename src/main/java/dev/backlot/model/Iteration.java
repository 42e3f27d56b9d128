package dev.backlot.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One round of a loop, or the inside of a sub-workflow.
 *
 * @param phase pending, running, succeeded, failed or cancelled
 * @param locals what its steps see beside the others' outputs: {@code item} and {@code index} of a
 *     loop, the inputs of a sub-workflow
 * @param steps in file order; empty before it starts
 * @param outputs once succeeded
 * @param failedStep the step that made it fail, once one did
 */
public record Iteration(
    StepPhase phase,
    Map<String, Value> locals,
    Map<StepId, StepState> steps,
    Map<String, Value> outputs,
    Optional<StepId> failedStep,
    Optional<Failure> failure,
    Optional<Instant> endedAt) {

  static Iteration pending(Map<String, Value> locals) {
    return new Iteration(
        StepPhase.PENDING,
        locals,
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public boolean isFailing() {
    return failure.isPresent();
  }

  Iteration started(List<StepId> body, int attemptsBefore) {
    var all = new LinkedHashMap<StepId, StepState>();
    var fresh = StepState.pending(attemptsBefore);
    body.forEach(step -> all.put(step, fresh));
    return new Iteration(
        StepPhase.RUNNING,
        locals,
        Collections.unmodifiableMap(all),
        outputs,
        failedStep,
        failure,
        endedAt);
  }

  Iteration with(Map<StepId, StepState> newSteps) {
    return new Iteration(phase, locals, newSteps, outputs, failedStep, failure, endedAt);
  }

  Iteration failing(StepId step, Failure why) {
    return new Iteration(
        phase, locals, steps, outputs, Optional.of(step), Optional.of(why), endedAt);
  }

  Iteration succeeded(Map<String, Value> results, Instant at) {
    return new Iteration(
        StepPhase.SUCCEEDED, locals, steps, results, failedStep, failure, Optional.of(at));
  }

  Iteration failed(Failure why, Instant at) {
    return new Iteration(
        StepPhase.FAILED, locals, steps, outputs, failedStep, Optional.of(why), Optional.of(at));
  }

  Iteration cancelled(Instant at) {
    return new Iteration(
        StepPhase.CANCELLED, locals, steps, outputs, failedStep, failure, Optional.of(at));
  }

  /** Ready to go on: finished steps stay, the others start anew. */
  Iteration reopened() {
    if (phase == StepPhase.SUCCEEDED) {
      return this;
    }
    return new Iteration(
        steps.isEmpty() ? StepPhase.PENDING : StepPhase.RUNNING,
        locals,
        StepState.reopened(steps),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}

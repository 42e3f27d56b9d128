package dev.backlot.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of a run: the fold of its events.
 *
 * @param inputs by name; media are assets once the built-in step {@link StepId#INPUTS} has run
 * @param steps in file order; empty before the run starts
 * @param outputs of the workflow, once succeeded
 * @param failedStep the step that made the run fail
 */
public record RunState(
    RunStatus status,
    Map<String, Value> inputs,
    Map<StepId, StepState> steps,
    Map<String, Value> outputs,
    Optional<StepId> failedStep,
    Optional<Failure> failure,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {

  /** Before anything happened. */
  public static final RunState NONE =
      new RunState(
          RunStatus.PENDING,
          Map.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public StepState step(StepId id) {
    var state = steps.get(id);
    return state == null ? StepState.PENDING : state;
  }

  /** Whether a step failed that nothing tolerates: running steps end, no other starts. */
  public boolean isFailing() {
    return failedStep.isPresent();
  }

  public boolean anyIn(StepPhase phase) {
    return steps.values().stream().anyMatch(step -> step.phase() == phase);
  }

  public RunState with(StepId id, StepState step) {
    var changed = new LinkedHashMap<>(steps);
    changed.put(id, step);
    return new RunState(
        status,
        inputs,
        Collections.unmodifiableMap(changed),
        outputs,
        failedStep,
        failure,
        startedAt,
        endedAt);
  }

  public RunState with(RunStatus newStatus) {
    return new RunState(newStatus, inputs, steps, outputs, failedStep, failure, startedAt, endedAt);
  }

  public RunState withInputs(Map<String, Value> newInputs) {
    return new RunState(status, newInputs, steps, outputs, failedStep, failure, startedAt, endedAt);
  }

  public RunState failing(StepId step, Failure why) {
    return new RunState(
        status, inputs, steps, outputs, Optional.of(step), Optional.of(why), startedAt, endedAt);
  }

  public RunState started(
      Map<String, Value> newInputs, Map<StepId, StepState> newSteps, Instant at) {
    return new RunState(
        RunStatus.RUNNING,
        newInputs,
        newSteps,
        outputs,
        failedStep,
        failure,
        Optional.of(at),
        endedAt);
  }

  public RunState ended(
      RunStatus finalStatus, Map<String, Value> results, Optional<Failure> why, Instant at) {
    return new RunState(
        finalStatus, inputs, steps, results, failedStep, why, startedAt, Optional.of(at));
  }
}

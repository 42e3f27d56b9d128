package dev.backlot.engine;

import static dev.backlot.model.RunStatus.CANCELLED;
import static dev.backlot.model.RunStatus.CANCELLING;
import static dev.backlot.model.RunStatus.FAILED;
import static dev.backlot.model.RunStatus.PAUSED;
import static dev.backlot.model.RunStatus.RUNNING;
import static dev.backlot.model.RunStatus.SUCCEEDED;

import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one function that changes a run's state, live and on replay. */
public final class RunApplier {
  private RunApplier() {}

  /** The state after the event; total for every event the decider makes. */
  public static RunState apply(RunState state, RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted(var inputs, var steps, var at) ->
          state.started(inputs, allPending(steps), at);
      case RunEvent.StepReady(var step, var attempt, var at) ->
          state.with(step, state.step(step).ready(attempt, at));
      case RunEvent.StepStarted(var step, _, var at) ->
          state.with(step, state.step(step).started(at));
      case RunEvent.StepSucceeded(var step, _, var outputs, var reused, _, var at) ->
          withInputs(state, step, outputs)
              .with(step, state.step(step).succeeded(outputs, reused, at));
      case RunEvent.StepFailed(var step, _, var failure, var tolerated, var at) -> {
        var next = state.with(step, state.step(step).failed(failure, at));
        yield tolerated || state.isFailing() ? next : next.failing(step, failure);
      }
      case RunEvent.RetryScheduled(var step, _, var failure, var dueAt, var at) ->
          state.with(step, state.step(step).retrying(failure, dueAt, at));
      case RunEvent.StepSkipped(var step, var reason, var at) ->
          state.with(step, state.step(step).skipped(reason, at));
      case RunEvent.StepCancelled(var step, var at) ->
          state.with(step, state.step(step).cancelled(at));
      case RunEvent.RunPaused _ -> state.with(PAUSED);
      case RunEvent.RunResumed _ -> state.with(RUNNING);
      case RunEvent.RunCancelRequested _ -> state.with(CANCELLING);
      case RunEvent.RunSucceeded(var outputs, var at) ->
          state.ended(SUCCEEDED, outputs, Optional.empty(), at);
      case RunEvent.RunFailed(var step, var failure, var at) ->
          state.failing(step, failure).ended(FAILED, Map.of(), Optional.of(failure), at);
      case RunEvent.RunCancelled(var at) -> state.ended(CANCELLED, Map.of(), state.failure(), at);
    };
  }

  private static Map<StepId, StepState> allPending(List<StepId> steps) {
    var all = new LinkedHashMap<StepId, StepState>();
    steps.forEach(step -> all.put(step, StepState.PENDING));
    return Collections.unmodifiableMap(all);
  }

  /** What the built-in first step brought in replaces the inputs as they were given. */
  private static RunState withInputs(RunState state, StepId step, Map<String, Value> outputs) {
    if (!step.equals(StepId.INPUTS)) {
      return state;
    }
    var inputs = new LinkedHashMap<>(state.inputs());
    inputs.putAll(outputs);
    return state.withInputs(Collections.unmodifiableMap(inputs));
  }
}

package dev.backlot.engine;

import static dev.backlot.model.RunStatus.CANCELLED;
import static dev.backlot.model.RunStatus.CANCELLING;
import static dev.backlot.model.RunStatus.FAILED;
import static dev.backlot.model.RunStatus.PAUSED;
import static dev.backlot.model.RunStatus.RUNNING;
import static dev.backlot.model.RunStatus.SUCCEEDED;
import static dev.backlot.model.RunStatus.WAITING;

import dev.backlot.model.GateState;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The one function that changes a run's state, live and on replay. */
public final class RunApplier {
  private static final StepPath INPUTS = StepPath.of(StepId.INPUTS);

  private RunApplier() {}

  /** The state after the event; total for every event the decider makes. */
  public static RunState apply(RunState state, RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted(var inputs, var steps, var deadline, var notes, var at) ->
          state.started(inputs, allPending(steps), deadline, notes, at);
      case RunEvent.StepReady(var step, var attempt, var at) ->
          change(state, step, was -> was.ready(attempt, at));
      case RunEvent.StepStarted(var step, _, var at) -> change(state, step, was -> was.started(at));
      case RunEvent.StepSucceeded(var step, _, var result, _, var at) ->
          withInputs(change(state, step, was -> was.succeeded(result, at)), step);
      case RunEvent.StepFailed(var step, _, var failure, var tolerated, var call, _, var at) -> {
        var next = change(state, step, was -> was.failed(failure, call, at));
        yield tolerated || state.isFailing(step.frames()) ? next : next.failing(step, failure);
      }
      case RunEvent.RetryScheduled(var step, _, var failure, var call, _, var dueAt, var at) ->
          change(state, step, was -> was.retrying(failure, call, dueAt, at));
      case RunEvent.FellBack(var step, _, var way, var failure, var call, _, var at) ->
          change(state, step, was -> was.fallingBack(way, failure, call, at));
      case RunEvent.StepPutBack(var step, _, _) -> change(state, step, StepState::putBack);
      case RunEvent.StepSkipped(var step, var reason, var at) ->
          change(state, step, was -> was.skipped(reason, at));
      case RunEvent.StepCancelled(var step, _, var call, _, var at) ->
          change(state, step, was -> was.cancelled(call, at));
      case RunEvent.StepHeld(var step, _) -> change(state, step, was -> was.held(true));
      case RunEvent.StepReleased(var step, _) -> change(state, step, was -> was.held(false));
      case RunEvent.CallIntended(var step, _, var call, _) ->
          change(state, step, was -> was.calling(call));
      case RunEvent.CallSubmitted(var step, _, var requestId, _) ->
          change(state, step, was -> was.submitted(requestId));
      case RunEvent.LoopStarted(var step, var locals, var at) ->
          change(state, step, was -> was.looping(locals, at));
      case RunEvent.IterationStarted(var step, var index, var body, _) ->
          state.iterationStarted(step, index, body);
      case RunEvent.IterationSucceeded(var step, var index, var outputs, var at) ->
          state.iterationSucceeded(step, index, outputs, at);
      case RunEvent.IterationFailed(var step, var index, var failure, var at) ->
          state.iterationFailed(step, index, failure, at);
      case RunEvent.GateOpened(var step, var question, var round, var at) -> {
        var gate = new GateState(question, round, List.of(), Optional.empty());
        yield change(state, step, was -> was.waiting(gate, at));
      }
      case RunEvent.GateVoted(var step, var by, var decision, var at) ->
          change(state, step, was -> was.voted(new GateState.Vote(by, decision, at)));
      case RunEvent.GateReminded(var step, var at) -> change(state, step, was -> was.reminded(at));
      case RunEvent.GateExpired _ -> state;
      case RunEvent.StepsReset reset -> reset(state, reset);
      case RunEvent.RunParked _ -> state.with(WAITING);
      case RunEvent.RunWoken _, RunEvent.RunResumed _ -> state.with(RUNNING);
      case RunEvent.RunPaused _ -> state.with(PAUSED);
      case RunEvent.RunReopened _ -> state.reopened();
      case RunEvent.RunCancelRequested _ -> state.with(CANCELLING);
      case RunEvent.RunExpired(var failure, _) -> state.failing(Optional.empty(), failure);
      case RunEvent.RunSucceeded(var outputs, var at) ->
          state.ended(SUCCEEDED, outputs, Optional.empty(), at);
      case RunEvent.RunFailed(var step, var failure, var at) ->
          state.failing(step, failure).ended(FAILED, Map.of(), Optional.of(failure), at);
      case RunEvent.RunCancelled(_, var at) ->
          state.ended(CANCELLED, Map.of(), state.failure(), at);
    };
  }

  private static RunState change(RunState state, StepPath step, UnaryOperator<StepState> change) {
    return state.with(step, change.apply(state.step(step)));
  }

  private static RunState reset(RunState state, RunEvent.StepsReset reset) {
    var next = state;
    for (var step : reset.steps()) {
      var note = step.equals(reset.gate()) ? reset.note() : "";
      next = change(next, step, was -> was.again(note));
    }
    return next;
  }

  private static Map<StepId, StepState> allPending(List<StepId> steps) {
    var all = new LinkedHashMap<StepId, StepState>();
    steps.forEach(step -> all.put(step, StepState.PENDING));
    return Collections.unmodifiableMap(all);
  }

  /** What the built-in first step brought in replaces the inputs as they were given. */
  private static RunState withInputs(RunState state, StepPath step) {
    if (!step.equals(INPUTS)) {
      return state;
    }
    var inputs = new LinkedHashMap<>(state.inputs());
    inputs.putAll(state.step(step).outputs());
    return state.withInputs(Collections.unmodifiableMap(inputs));
  }
}

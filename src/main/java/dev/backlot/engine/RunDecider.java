package dev.backlot.engine;

import static dev.backlot.model.StepPhase.READY;
import static dev.backlot.model.StepPhase.RETRYING;
import static dev.backlot.model.StepPhase.RUNNING;

import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Decides what a command means for a run. Every decision first records what the command itself
 * says, then lets {@link Settling} draw the consequences: who is ready, who is skipped, whether the
 * run has ended.
 */
public final class RunDecider {
  private RunDecider() {}

  public static Decision<RunState, RunEvent, RunEffect> decide(
      Plan plan, RunId run, RunState state, RunCommand command, Instant now) {
    return new Settling(plan, run, state, now).decide(command);
  }

  /**
   * The effects that a run's state calls for, in a world where none has happened yet: what recovery
   * releases after a crash. A running attempt starts again under the number it had.
   */
  public static List<RunEffect> outstanding(RunState state) {
    var effects = new ArrayList<RunEffect>();
    state
        .steps()
        .forEach(
            (id, step) -> {
              switch (step.phase()) {
                case RUNNING -> effects.add(new RunEffect.StartAttempt(id, step.attempt()));
                case READY -> {
                  if (state.status() == RunStatus.RUNNING) {
                    effects.add(new RunEffect.StartAttempt(id, step.attempt()));
                  }
                }
                case RETRYING ->
                    step.dueAt()
                        .ifPresent(
                            due -> effects.add(new RunEffect.WakeRetry(id, step.attempt(), due)));
                case PENDING, SUCCEEDED, FAILED, SKIPPED, CANCELLED -> {}
              }
            });
    return effects;
  }

  /** One decision in the making: events are applied as they are recorded. */
  private static final class Settling {
    private final Plan plan;
    private final RunId run;
    private final Instant now;
    private final List<RunEvent> events = new ArrayList<>();
    private final List<RunEffect> effects = new ArrayList<>();
    private RunState state;

    Settling(Plan plan, RunId run, RunState state, Instant now) {
      this.plan = plan;
      this.run = run;
      this.state = state;
      this.now = now;
    }

    Decision<RunState, RunEvent, RunEffect> decide(RunCommand command) {
      if (state.status().isFinal()) {
        return rejected("the run has already ended as " + state.status().word());
      }
      return switch (command) {
        case RunCommand.StartRun(var inputs) -> start(inputs);
        case RunCommand.BeginStep(var step, var attempt) -> begin(step, attempt);
        case RunCommand.CompleteStep complete -> complete(complete);
        case RunCommand.FailStep(var step, var attempt, var failure) ->
            fail(step, attempt, failure);
        case RunCommand.RetryStep(var step, var attempt) -> retry(step, attempt);
        case RunCommand.PauseRun _ -> pause();
        case RunCommand.ResumeRun _ -> resume();
        case RunCommand.CancelRun _ -> cancel();
      };
    }

    private Decision<RunState, RunEvent, RunEffect> start(Map<String, Value> inputs) {
      if (state.status() != RunStatus.PENDING) {
        return rejected("the run has already started");
      }
      boolean bringsInputsIn = inputs.values().stream().anyMatch(Value::hasSource);
      record(new RunEvent.RunStarted(inputs, plan.steps(bringsInputsIn), now));
      return settled();
    }

    private Decision<RunState, RunEvent, RunEffect> begin(StepId step, int attempt) {
      // a running attempt begins again when a crash cut it off before its outcome was recorded
      if (!isCurrent(step, attempt, READY) && !isCurrent(step, attempt, RUNNING)) {
        return stale(step, attempt);
      }
      record(new RunEvent.StepStarted(step, attempt, now));
      return accepted();
    }

    private Decision<RunState, RunEvent, RunEffect> complete(RunCommand.CompleteStep done) {
      if (!isCurrent(done.step(), done.attempt(), RUNNING)) {
        return stale(done.step(), done.attempt());
      }
      record(
          new RunEvent.StepSucceeded(
              done.step(), done.attempt(), done.outputs(), done.reused(), done.consumed(), now));
      return settled();
    }

    private Decision<RunState, RunEvent, RunEffect> fail(
        StepId step, int attempt, Failure failure) {
      if (!isCurrent(step, attempt, RUNNING)) {
        return stale(step, attempt);
      }
      if (state.status() == RunStatus.CANCELLING) {
        record(new RunEvent.StepCancelled(step, now));
        return settled();
      }
      recordFailure(step, attempt, failure);
      return settled();
    }

    private void recordFailure(StepId step, int attempt, Failure failure) {
      var policy = plan.spec(step).map(StepSpec::retry).orElse(RetryPolicy.DEFAULT);
      var delay = Retries.delayAfter(attempt, policy, failure, Plan.chance(run, step, attempt));
      if (delay.isPresent() && !state.isFailing()) {
        var due = now.plus(delay.get());
        record(new RunEvent.RetryScheduled(step, attempt, failure, due, now));
        effects.add(new RunEffect.WakeRetry(step, attempt, due));
      } else {
        boolean tolerated = plan.spec(step).map(StepSpec::continueOnError).orElse(false);
        record(new RunEvent.StepFailed(step, attempt, failure, tolerated, now));
      }
    }

    private Decision<RunState, RunEvent, RunEffect> retry(StepId step, int attempt) {
      if (!isCurrent(step, attempt, RETRYING)) {
        return stale(step, attempt);
      }
      makeReady(step, attempt + 1);
      return accepted();
    }

    private Decision<RunState, RunEvent, RunEffect> pause() {
      if (state.status() != RunStatus.RUNNING) {
        return rejected("only a running run can be paused; this one is " + state.status().word());
      }
      record(new RunEvent.RunPaused(now));
      eachIn(READY, step -> effects.add(new RunEffect.WithdrawAttempt(step, attempt(step))));
      return accepted();
    }

    private Decision<RunState, RunEvent, RunEffect> resume() {
      if (state.status() != RunStatus.PAUSED) {
        return rejected("only a paused run can be resumed; this one is " + state.status().word());
      }
      record(new RunEvent.RunResumed(now));
      eachIn(READY, step -> effects.add(new RunEffect.StartAttempt(step, attempt(step))));
      return settled();
    }

    private Decision<RunState, RunEvent, RunEffect> cancel() {
      if (state.status() == RunStatus.PENDING) {
        record(new RunEvent.RunCancelled(now));
        return accepted();
      }
      if (state.status() == RunStatus.CANCELLING) {
        return accepted();
      }
      record(new RunEvent.RunCancelRequested(now));
      eachIn(RUNNING, step -> effects.add(new RunEffect.StopAttempt(step, attempt(step))));
      return settled();
    }

    private Decision<RunState, RunEvent, RunEffect> settled() {
      if (state.status() == RunStatus.CANCELLING || state.isFailing()) {
        windDown();
      } else {
        advance();
      }
      return accepted();
    }

    /** Starts nothing more; ends the run once nothing runs. */
    private void windDown() {
      eachIn(
          READY,
          step -> {
            giveUp(step);
            record(new RunEvent.StepCancelled(step, now));
          });
      eachIn(RETRYING, step -> record(new RunEvent.StepCancelled(step, now)));
      if (state.anyIn(RUNNING)) {
        return;
      }
      eachIn(StepPhase.PENDING, step -> record(new RunEvent.StepCancelled(step, now)));
      var why = state.failure();
      if (state.status() == RunStatus.CANCELLING || why.isEmpty()) {
        record(new RunEvent.RunCancelled(now));
      } else {
        record(new RunEvent.RunFailed(state.failedStep().orElse(StepId.INPUTS), why.get(), now));
      }
    }

    /** Readies and skips until nothing changes, then ends the run if all its steps have ended. */
    private void advance() {
      if (state.status() == RunStatus.PAUSED) {
        return;
      }
      boolean changed = true;
      while (changed && !state.isFailing()) {
        changed = false;
        for (var step : state.steps().keySet()) {
          changed |= !state.isFailing() && advance(step);
        }
      }
      if (state.isFailing()) {
        windDown();
      } else if (state.steps().values().stream().allMatch(step -> step.phase().isFinal())) {
        succeed();
      }
    }

    private boolean advance(StepId step) {
      if (state.step(step).phase() != StepPhase.PENDING || !needsHaveEnded(step)) {
        return false;
      }
      if (allNeedsAreMissing(step)) {
        record(new RunEvent.StepSkipped(step, "everything it needs was skipped", now));
        return true;
      }
      try {
        var when = plan.spec(step).flatMap(StepSpec::when);
        if (when.isEmpty() || plan.bindings().test(when.get(), state)) {
          makeReady(step, 1);
        } else {
          record(new RunEvent.StepSkipped(step, "when: " + when.get() + " is false", now));
        }
      } catch (BindingException e) {
        recordFailure(step, 1, new Failure.Invalid("when", e.reason()));
      }
      return true;
    }

    private boolean needsHaveEnded(StepId step) {
      var inputs = state.steps().get(StepId.INPUTS);
      if (inputs != null && !step.equals(StepId.INPUTS) && !inputs.phase().isFinal()) {
        return false;
      }
      return plan.needs(step).stream().allMatch(need -> state.step(need).phase().isFinal());
    }

    private boolean allNeedsAreMissing(StepId step) {
      var needs = plan.needs(step);
      return !needs.isEmpty()
          && needs.stream().noneMatch(need -> state.step(need).phase() == StepPhase.SUCCEEDED);
    }

    private void succeed() {
      var outputs = new LinkedHashMap<String, Value>();
      try {
        plan.workflow()
            .outputs()
            .forEach(
                (name, template) -> outputs.put(name, plan.bindings().evaluate(template, state)));
        record(new RunEvent.RunSucceeded(Collections.unmodifiableMap(outputs), now));
      } catch (BindingException e) {
        var last = List.copyOf(state.steps().keySet()).getLast();
        record(new RunEvent.RunFailed(last, new Failure.Invalid("outputs", e.reason()), now));
      }
    }

    private void makeReady(StepId step, int attempt) {
      record(new RunEvent.StepReady(step, attempt, now));
      if (state.status() == RunStatus.RUNNING) {
        effects.add(new RunEffect.StartAttempt(step, attempt));
      }
    }

    /**
     * What this very decision asked for is not asked for after all: it must not start for a moment.
     * What was asked for earlier may have begun without having said so yet, so it is stopped, not
     * only withdrawn.
     */
    private void giveUp(StepId step) {
      if (!effects.remove(new RunEffect.StartAttempt(step, attempt(step)))) {
        effects.add(new RunEffect.StopAttempt(step, attempt(step)));
      }
    }

    private boolean isCurrent(StepId step, int attempt, StepPhase phase) {
      var current = state.steps().get(step);
      return current != null && current.attempt() == attempt && current.phase() == phase;
    }

    private int attempt(StepId step) {
      return state.step(step).attempt();
    }

    private void eachIn(StepPhase phase, Consumer<StepId> action) {
      // over the state as it is now: the action may change it
      state
          .steps()
          .forEach(
              (id, step) -> {
                if (step.phase() == phase) {
                  action.accept(id);
                }
              });
    }

    private void record(RunEvent event) {
      events.add(event);
      state = RunApplier.apply(state, event);
    }

    private Decision<RunState, RunEvent, RunEffect> accepted() {
      return new Decision.Accepted<>(state, List.copyOf(events), List.copyOf(effects));
    }

    private static Decision<RunState, RunEvent, RunEffect> rejected(String why) {
      return new Decision.Rejected<>(new Failure.Invalid("", why));
    }

    private Decision<RunState, RunEvent, RunEffect> stale(StepId step, int attempt) {
      return rejected(
          "attempt %d of step '%s' is not the current one in that phase (it is %s, attempt %d)"
              .formatted(attempt, step, state.step(step).phase().word(), attempt(step)));
    }
  }
}

package dev.backlot.engine;

import static dev.backlot.engine.RunTurn.rejected;
import static dev.backlot.model.StepPhase.READY;
import static dev.backlot.model.StepPhase.RETRYING;
import static dev.backlot.model.StepPhase.RUNNING;

import dev.backlot.model.Bill;
import dev.backlot.model.Call;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what a command means for a run. Every decision first records what the command itself
 * says, then lets {@link Scopes} draw the consequences.
 */
public final class RunDecider {
  private final RunTurn turn;
  private final Scopes scopes;

  private RunDecider(RunTurn turn) {
    this.turn = turn;
    this.scopes = new Scopes(turn);
  }

  public static Decision<RunState, RunEvent, RunEffect> decide(
      Plan plan, RunId run, RunState state, RunCommand command, Instant now) {
    return new RunDecider(new RunTurn(plan, run, state, now)).decide(command);
  }

  /**
   * The effects that a run's state calls for, in a world where none has happened yet: what recovery
   * releases after a crash. A running attempt starts again under the number it had; one that was
   * asked to stop is asked once more.
   */
  public static List<RunEffect> outstanding(Plan plan, RunState state) {
    var effects = new ArrayList<RunEffect>();
    boolean stops =
        state.status() == RunStatus.CANCELLING
            || (state.isFailing() && state.failedStep().isEmpty());
    state.forEach(
        (path, step) -> {
          if (step.isAttemptRunning()) {
            effects.add(new RunEffect.StartAttempt(path, step.attempt()));
            if (stops) {
              effects.add(new RunEffect.StopAttempt(path, step.attempt()));
            }
          } else if (step.phase() == READY && state.status() == RunStatus.RUNNING && !step.held()) {
            effects.add(new RunEffect.StartAttempt(path, step.attempt()));
          } else if (step.phase() == RETRYING) {
            step.dueAt()
                .ifPresent(due -> effects.add(new RunEffect.WakeRetry(path, step.attempt(), due)));
          }
        });
    if (!state.status().isFinal()) {
      dueAt(plan, state).ifPresent(due -> effects.add(new RunEffect.WakeRun(due)));
    }
    return effects;
  }

  /** When somebody has to look at the clock for this run: its deadline, or a gate's. */
  public static Optional<Instant> dueAt(Plan plan, RunState state) {
    var due = new ArrayList<Instant>();
    state.deadline().ifPresent(due::add);
    state.forEach(
        (path, step) -> {
          if (step.phase() == StepPhase.WAITING
              && plan.spec(path).isPresent()
              && plan.spec(path).get().work() instanceof Work.Gate gate) {
            Gates.due(gate, step).ifPresent(due::add);
          }
        });
    return due.stream().min(Instant::compareTo);
  }

  private Decision<RunState, RunEvent, RunEffect> decide(RunCommand command) {
    var status = turn.state().status();
    if (status == RunStatus.FAILED && command instanceof RunCommand.ResumeRun) {
      turn.record(new RunEvent.RunReopened(turn.now));
      scopes.settleAll();
      return turn.accepted();
    }
    if (status.isFinal()) {
      return rejected("the run has already ended as " + status.word());
    }
    return switch (command) {
      case RunCommand.StartRun start -> start(start);
      case RunCommand.BeginStep(var step, var attempt) -> begin(step, attempt);
      case RunCommand.CompleteStep complete -> complete(complete);
      case RunCommand.FailStep fail -> fail(fail);
      case RunCommand.PutBackStep(var step, var attempt) -> putBack(step, attempt);
      case RunCommand.RetryStep(var step, var attempt) -> retry(step, attempt);
      case RunCommand.IntendCall(var step, var attempt, var call) -> intend(step, attempt, call);
      case RunCommand.SubmitCall(var step, var attempt, var id) -> submit(step, attempt, id);
      case RunCommand.DecideGate ask -> scopes.gates().decide(ask);
      case RunCommand.LookAtClock _ -> lookAtClock();
      case RunCommand.HoldStep(var step) -> hold(step);
      case RunCommand.ReleaseStep(var step) -> release(step);
      case RunCommand.CancelStep(var step, var by) -> cancel(step, by);
      case RunCommand.PauseRun _ -> pause();
      case RunCommand.ResumeRun _ -> resume();
      case RunCommand.CancelRun _ -> cancel();
    };
  }

  private Decision<RunState, RunEvent, RunEffect> start(RunCommand.StartRun start) {
    if (turn.state().status() != RunStatus.PENDING) {
      return rejected("the run has already started");
    }
    boolean bringsInputsIn = start.inputs().values().stream().anyMatch(Value::hasSource);
    turn.record(
        new RunEvent.RunStarted(
            start.inputs(),
            turn.plan.steps(bringsInputsIn),
            start.deadline(),
            start.notes(),
            turn.now));
    start.deadline().ifPresent(at -> turn.ask(new RunEffect.WakeRun(at)));
    return settled(List.of());
  }

  private Decision<RunState, RunEvent, RunEffect> begin(StepPath step, int attempt) {
    // a running attempt begins again when a crash cut it off before its outcome was recorded
    if (!turn.isCurrent(step, attempt, READY) && !turn.isCurrent(step, attempt, RUNNING)) {
      return turn.stale(step, attempt);
    }
    turn.record(new RunEvent.StepStarted(step, attempt, turn.now));
    return turn.accepted();
  }

  private Decision<RunState, RunEvent, RunEffect> complete(RunCommand.CompleteStep done) {
    if (!turn.isCurrent(done.step(), done.attempt(), RUNNING)) {
      return turn.stale(done.step(), done.attempt());
    }
    turn.record(
        new RunEvent.StepSucceeded(
            done.step(), done.attempt(), done.result(), turn.reserved(done.step()), turn.now));
    return settled(done.step().frames());
  }

  private Decision<RunState, RunEvent, RunEffect> fail(RunCommand.FailStep failed) {
    if (!turn.isCurrent(failed.step(), failed.attempt(), RUNNING)) {
      return turn.stale(failed.step(), failed.attempt());
    }
    boolean expired = turn.state().isFailing() && turn.state().failedStep().isEmpty();
    if (turn.state().status() == RunStatus.CANCELLING || expired) {
      cancelled(failed.step(), "", failed.call());
    } else {
      recordFailure(failed);
    }
    return settled(failed.step().frames());
  }

  private void cancelled(StepPath step, String by, CallEnd call) {
    var released = call.known() ? turn.reserved(step) : Money.NONE;
    turn.record(new RunEvent.StepCancelled(step, by, call, released, turn.now));
  }

  private void recordFailure(RunCommand.FailStep failed) {
    var path = failed.step();
    var failure = failed.failure();
    var call = failed.call();
    var step = turn.step(path);
    var released = call.known() ? turn.reserved(path) : Money.NONE;
    boolean goesOn = !scopes.isEnding(path.frames());
    var delay = delay(path, failure);
    if (goesOn && delay.isPresent()) {
      var due = turn.now.plus(delay.get());
      turn.record(
          new RunEvent.RetryScheduled(
              path, failed.attempt(), failure, call, released, due, turn.now));
      turn.ask(new RunEffect.WakeRetry(path, failed.attempt(), due));
    } else if (goesOn && mayFallBack(path, call)) {
      int way = step.tries().way() + 1;
      turn.record(
          new RunEvent.FellBack(path, failed.attempt(), way, failure, call, released, turn.now));
      turn.makeReady(path);
    } else {
      scopes.fail(path, failure, call);
    }
  }

  private Optional<Duration> delay(StepPath path, Failure failure) {
    var step = turn.step(path);
    var policy =
        turn.plan.call(path, step.tries().way()).map(Call::retry).orElse(RetryPolicy.DEFAULT);
    var elapsed = Duration.between(step.tries().since().orElse(turn.now), turn.now);
    return Retries.delayAfter(
        step.attempt() - step.tries().before(),
        elapsed,
        policy,
        failure,
        Plan.chance(turn.run, path, step.attempt()));
  }

  /** Only after a definite and unbilled end: nothing is paid twice. */
  private boolean mayFallBack(StepPath path, CallEnd call) {
    boolean definite = call.known() && call.billed().isNone();
    return definite && turn.plan.call(path, turn.step(path).tries().way() + 1).isPresent();
  }

  private Decision<RunState, RunEvent, RunEffect> putBack(StepPath step, int attempt) {
    if (!turn.isCurrent(step, attempt, RUNNING)) {
      return turn.stale(step, attempt);
    }
    turn.record(new RunEvent.StepPutBack(step, attempt, turn.now));
    if (turn.state().status() == RunStatus.RUNNING && !scopes.isEnding(step.frames())) {
      turn.ask(new RunEffect.StartAttempt(step, attempt));
      return turn.accepted();
    }
    return settled(step.frames());
  }

  private Decision<RunState, RunEvent, RunEffect> retry(StepPath step, int attempt) {
    if (!turn.isCurrent(step, attempt, RETRYING)) {
      return turn.stale(step, attempt);
    }
    turn.makeReady(step);
    return turn.accepted();
  }

  private Decision<RunState, RunEvent, RunEffect> intend(
      StepPath step, int attempt, ProviderCall call) {
    if (!turn.isCurrent(step, attempt, RUNNING)) {
      return turn.stale(step, attempt);
    }
    if (turn.step(step).call().isPresent()) {
      return rejected("a call of step '" + step + "' has no known end; it is not made again");
    }
    turn.record(new RunEvent.CallIntended(step, attempt, call, turn.now));
    return turn.accepted();
  }

  private Decision<RunState, RunEvent, RunEffect> submit(
      StepPath step, int attempt, String requestId) {
    if (!turn.isCurrent(step, attempt, RUNNING) || turn.step(step).call().isEmpty()) {
      return turn.stale(step, attempt);
    }
    turn.record(new RunEvent.CallSubmitted(step, attempt, requestId, turn.now));
    return turn.accepted();
  }

  private Decision<RunState, RunEvent, RunEffect> lookAtClock() {
    var deadline = turn.state().deadline();
    if (deadline.filter(at -> !turn.now.isBefore(at)).isPresent()
        && !turn.state().isFailing()
        && turn.state().status() != RunStatus.CANCELLING) {
      scopes.wake();
      turn.record(
          new RunEvent.RunExpired(
              new Failure.Transient("the run did not end by " + deadline.get()), turn.now));
      stopAttempts();
      return settled(List.of());
    }
    scopes.gates().lookAtClock();
    return turn.accepted();
  }

  private void stopAttempts() {
    turn.eachInOrder(
        StepState::isAttemptRunning,
        path -> turn.ask(new RunEffect.StopAttempt(path, turn.step(path).attempt())));
  }

  private Decision<RunState, RunEvent, RunEffect> hold(StepPath path) {
    var step = turn.step(path);
    boolean waits =
        Stream.of(StepPhase.PENDING, READY, RETRYING).anyMatch(phase -> phase == step.phase());
    if (!turn.state().knows(path) || !waits) {
      return rejected(
          "step", "only a step that has not begun can be held; this one is " + step.phase().word());
    }
    if (!step.held()) {
      turn.record(new RunEvent.StepHeld(path, turn.now));
      if (step.phase() == READY) {
        turn.ask(new RunEffect.WithdrawAttempt(path, step.attempt()));
      }
    }
    return turn.accepted();
  }

  private Decision<RunState, RunEvent, RunEffect> release(StepPath path) {
    var step = turn.step(path);
    if (!step.held()) {
      return rejected("step", "the step is not held");
    }
    turn.record(new RunEvent.StepReleased(path, turn.now));
    if (step.phase() == READY && turn.state().status() == RunStatus.RUNNING) {
      turn.ask(new RunEffect.StartAttempt(path, step.attempt()));
    }
    return settled(path.frames());
  }

  private Decision<RunState, RunEvent, RunEffect> cancel(StepPath path, String by) {
    var step = turn.step(path);
    if (!turn.state().knows(path) || step.phase().isFinal()) {
      return rejected("step", "there is no such step that has not ended");
    }
    if (path.step().equals(StepId.INPUTS)) {
      return rejected("step", "no step can run without the inputs; cancel the run");
    }
    if (step.hasBody()) {
      return rejected("step", "a loop has many steps; cancel those within it, or the run");
    }
    if (step.isAttemptRunning()) {
      // the attempt is told at once and its end is not waited for: what it still says is stale
      turn.ask(new RunEffect.StopAttempt(path, step.attempt()));
    } else if (step.phase() == READY) {
      turn.giveUp(path);
    }
    scopes.wake();
    var call = step.call().isEmpty() ? CallEnd.FREE : CallEnd.UNKNOWN;
    cancelled(path, by, call);
    return settled(path.frames());
  }

  private Decision<RunState, RunEvent, RunEffect> pause() {
    if (turn.state().status() != RunStatus.RUNNING) {
      return rejected(
          "only a running run can be paused; this one is " + turn.state().status().word());
    }
    turn.record(new RunEvent.RunPaused(turn.now));
    turn.eachInOrder(
        step -> step.phase() == READY && !step.held(),
        path -> turn.ask(new RunEffect.WithdrawAttempt(path, turn.step(path).attempt())));
    return turn.accepted();
  }

  private Decision<RunState, RunEvent, RunEffect> resume() {
    if (turn.state().status() != RunStatus.PAUSED) {
      return rejected(
          "only a paused or failed run can be resumed; this one is "
              + turn.state().status().word());
    }
    turn.record(new RunEvent.RunResumed(turn.now));
    turn.eachInOrder(
        step -> step.phase() == READY && !step.held(),
        path -> turn.ask(new RunEffect.StartAttempt(path, turn.step(path).attempt())));
    scopes.settleAll();
    return turn.accepted();
  }

  private Decision<RunState, RunEvent, RunEffect> cancel() {
    if (turn.state().status() == RunStatus.PENDING) {
      turn.record(new RunEvent.RunCancelled(Bill.NONE, turn.now));
      return turn.accepted();
    }
    if (turn.state().status() == RunStatus.CANCELLING) {
      return turn.accepted();
    }
    scopes.wake();
    turn.record(new RunEvent.RunCancelRequested(turn.now));
    stopAttempts();
    return settled(List.of());
  }

  private Decision<RunState, RunEvent, RunEffect> settled(List<StepPath.Frame> frames) {
    scopes.settle(frames);
    return turn.accepted();
  }
}

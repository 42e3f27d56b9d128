package dev.backlot.engine;

import static dev.backlot.engine.RunTurn.in;

import dev.backlot.model.Bill;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.OnError;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPath.Frame;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepSpec;
import dev.backlot.model.StepState;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws the consequences of what was recorded: who is ready, who is skipped, which iteration
 * starts, what has ended. A scope is the workflow itself, or one iteration of a loop or
 * sub-workflow; consequences run from the scope that changed outwards.
 */
final class Scopes {
  private final RunTurn turn;
  private final Loops loops;
  private final Gates gates;

  Scopes(RunTurn turn) {
    this.turn = turn;
    this.loops = new Loops(turn, this);
    this.gates = new Gates(turn, this);
  }

  Gates gates() {
    return gates;
  }

  /** Something changed within these frames. */
  void settle(List<Frame> frames) {
    var state = turn.state();
    if (state.status() == RunStatus.CANCELLING || state.isFailing()) {
      endRun();
      return;
    }
    if (state.status() == RunStatus.PAUSED) {
      return;
    }
    climb(outermostWinding(frames));
    park();
  }

  /** Anything may have changed: looks into every scope, the inner ones first. */
  void settleAll() {
    if (turn.state().status() == RunStatus.CANCELLING || turn.state().isFailing()) {
      endRun();
    } else {
      refresh(List.of());
      park();
    }
  }

  private void refresh(List<Frame> frames) {
    turn.state()
        .steps(frames)
        .forEach(
            (id, step) -> {
              if (step.hasBody() && step.phase() == StepPhase.RUNNING) {
                var loop = new StepPath(frames, id);
                for (int i = 0; i < step.iterations().size(); i++) {
                  if (step.iterations().get(i).phase() == StepPhase.RUNNING) {
                    refresh(loop.iteration(i));
                  }
                }
                loops.pump(loop);
              }
            });
    progress(frames);
  }

  private void climb(List<Frame> frames) {
    var at = frames;
    while (progress(at) && !at.isEmpty()) {
      var loop = StepPath.loopOf(at);
      if (!loops.pump(loop)) {
        return;
      }
      at = loop.frames();
    }
  }

  /** Where an outer scope is winding down, nothing may advance within it. */
  private List<Frame> outermostWinding(List<Frame> frames) {
    for (int depth = 1; depth < frames.size(); depth++) {
      if (isWinding(frames.subList(0, depth))) {
        return frames.subList(0, depth);
      }
    }
    return frames;
  }

  /** Whether a step within these frames would be given up anyway: nothing of it is tried again. */
  boolean isEnding(List<Frame> frames) {
    return turn.state().isFailing()
        || turn.state().status() == RunStatus.CANCELLING
        || isWinding(outermostWinding(frames));
  }

  private boolean isWinding(List<Frame> frames) {
    return turn.state().isFailing(frames)
        || (!frames.isEmpty() && loops.isFailing(StepPath.loopOf(frames)));
  }

  /** Advances a scope as far as it goes; true when it has come to its end. */
  boolean progress(List<Frame> frames) {
    if (!isWinding(frames)) {
      advanceAll(frames);
    }
    if (isWinding(frames)) {
      if (frames.isEmpty()) {
        endRun();
        return true;
      }
      windDown(frames);
    }
    if (!isOver(frames)) {
      return false;
    }
    if (frames.isEmpty()) {
      succeed();
    } else {
      loops.close(frames);
    }
    return true;
  }

  boolean isOver(List<Frame> frames) {
    for (var step : turn.state().steps(frames).values()) {
      if (!step.phase().isFinal()) {
        return false;
      }
    }
    return true;
  }

  /** Starts nothing more within the frames; what runs ends by itself. */
  void windDown(List<Frame> frames) {
    turn.each(
        frames,
        in(StepPhase.READY),
        path -> {
          turn.giveUp(path);
          cancel(path);
        });
    turn.each(frames, in(StepPhase.RETRYING), this::cancel);
    turn.each(frames, in(StepPhase.WAITING), this::cancel);
    if (!turn.state().any(frames, StepState::isAttemptRunning)) {
      turn.each(frames, step -> !step.phase().isFinal(), this::cancel);
    }
  }

  private void cancel(StepPath path) {
    // a call without a known end keeps its place in the budget
    var call = turn.step(path).call().isEmpty() ? CallEnd.FREE : CallEnd.UNKNOWN;
    turn.record(new RunEvent.StepCancelled(path, "", call, Money.NONE, turn.now));
  }

  /** Starts nothing more; ends the run once nothing runs. */
  void endRun() {
    windDown(List.of());
    var state = turn.state();
    if (state.any(List.of(), StepState::isAttemptRunning)) {
      return;
    }
    var why = state.failure();
    if (state.status() == RunStatus.CANCELLING || why.isEmpty()) {
      turn.record(new RunEvent.RunCancelled(Bill.of(state), turn.now));
    } else {
      turn.record(new RunEvent.RunFailed(state.failedStep(), why.get(), turn.now));
    }
  }

  private void succeed() {
    try {
      var outputs = evaluate(turn.plan.workflow().outputs(), List.of());
      turn.record(new RunEvent.RunSucceeded(outputs, turn.now));
    } catch (BindingException e) {
      var failure = new Failure.Invalid("outputs", e.reason());
      turn.record(new RunEvent.RunFailed(Optional.empty(), failure, turn.now));
    }
  }

  Map<String, Value> evaluate(Map<String, Template> templates, List<Frame> frames) {
    var values = new LinkedHashMap<String, Value>();
    templates.forEach(
        (name, template) ->
            values.put(name, turn.plan.bindings().evaluate(template, turn.from(frames))));
    return Collections.unmodifiableMap(values);
  }

  private void advanceAll(List<Frame> frames) {
    boolean changed = true;
    while (changed && !isWinding(frames)) {
      changed = false;
      for (var step : turn.state().steps(frames).keySet()) {
        changed |= !isWinding(frames) && advance(new StepPath(frames, step));
      }
    }
  }

  private boolean advance(StepPath path) {
    var step = turn.step(path);
    if (step.phase() != StepPhase.PENDING || step.held() || !needsHaveEnded(path)) {
      return false;
    }
    var reason = reasonToSkip(path);
    if (reason.isPresent()) {
      turn.record(new RunEvent.StepSkipped(path, reason.get(), turn.now));
      return true;
    }
    try {
      var when = turn.plan.spec(path).flatMap(StepSpec::when);
      if (when.isEmpty() || turn.plan.bindings().test(when.get(), turn.from(path.frames()))) {
        begin(path);
      } else {
        var said = "when: " + when.get() + " is false";
        turn.record(new RunEvent.StepSkipped(path, said, turn.now));
      }
    } catch (BindingException e) {
      fail(path, new Failure.Invalid("when", e.reason()), CallEnd.FREE);
    }
    return true;
  }

  private void begin(StepPath path) {
    switch (turn.plan.spec(path).map(StepSpec::work).orElse(null)) {
      case Work.ForEach loop -> loops.open(path, loop);
      case Work.SubWorkflow nested -> loops.open(path, nested);
      case Work.Gate gate -> gates.open(path, gate);
      case Work.Calls _ -> turn.makeReady(path);
      case null -> turn.makeReady(path);
    }
  }

  private boolean needsHaveEnded(StepPath path) {
    var scope = turn.state().steps(path.frames());
    var inputs = scope.get(StepId.INPUTS);
    if (inputs != null && !path.step().equals(StepId.INPUTS) && !inputs.phase().isFinal()) {
      return false;
    }
    for (var need : turn.plan.needs(path)) {
      var state = scope.get(need);
      if (state == null || !state.phase().isFinal()) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> reasonToSkip(StepPath path) {
    var needs = turn.plan.needs(path);
    boolean anyCame = needs.isEmpty();
    for (var id : needs) {
      var need = new StepPath(path.frames(), id);
      if (gates.bars(need, path)) {
        return Optional.of("'" + id + "' was rejected");
      }
      anyCame |= came(need);
    }
    return anyCame ? Optional.empty() : Optional.of("everything it needs was skipped");
  }

  /** Whether what needs this step may count on it. */
  private boolean came(StepPath need) {
    return switch (turn.step(need).phase()) {
      case SUCCEEDED -> true;
      case FAILED ->
          turn.plan.spec(need).map(StepSpec::onError).orElse(OnError.FAIL) == OnError.CONTINUE;
      default -> false;
    };
  }

  /** A step's last failure; the step may be tolerated. */
  void fail(StepPath path, Failure failure, CallEnd call) {
    var policy = turn.plan.spec(path).map(StepSpec::onError).orElse(OnError.FAIL);
    var released = call.known() ? turn.reserved(path) : Money.NONE;
    turn.record(
        new RunEvent.StepFailed(
            path,
            turn.step(path).attempt(),
            failure,
            policy != OnError.FAIL,
            call,
            released,
            turn.now));
  }

  /** A run that waits for people alone takes no place among those on their way. */
  private void park() {
    var state = turn.state();
    if (state.status() == RunStatus.RUNNING
        && state.any(List.of(), in(StepPhase.WAITING))
        && !state.any(List.of(), Scopes::keepsRunOnItsWay)) {
      turn.record(new RunEvent.RunParked(turn.now));
    }
  }

  private static boolean keepsRunOnItsWay(StepState step) {
    return step.held()
        || step.isAttemptRunning()
        || step.phase() == StepPhase.READY
        || step.phase() == StepPhase.RETRYING;
  }

  /** The run has something to do again. */
  void wake() {
    if (turn.state().status() == RunStatus.WAITING) {
      turn.record(new RunEvent.RunWoken(turn.now));
    }
  }
}

package dev.backlot.engine;

import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One decision about a run in the making: events are applied as they are recorded. */
final class RunTurn {
  final Plan plan;
  final RunId run;
  final Instant now;
  private final List<RunEvent> events = new ArrayList<>();
  private final List<RunEffect> effects = new ArrayList<>();
  private RunState state;

  RunTurn(Plan plan, RunId run, RunState state, Instant now) {
    this.plan = plan;
    this.run = run;
    this.state = state;
    this.now = now;
  }

  RunState state() {
    return state;
  }

  StepState step(StepPath path) {
    return state.step(path);
  }

  Viewpoint from(List<StepPath.Frame> frames) {
    return new Viewpoint(state, frames);
  }

  void record(RunEvent event) {
    events.add(event);
    state = RunApplier.apply(state, event);
  }

  void ask(RunEffect effect) {
    effects.add(effect);
  }

  void makeReady(StepPath path) {
    int attempt = step(path).attempt() + 1;
    record(new RunEvent.StepReady(path, attempt, now));
    if (state.status() == RunStatus.RUNNING && !step(path).held()) {
      ask(new RunEffect.StartAttempt(path, attempt));
    }
  }

  /**
   * What this very decision asked for is not asked for after all: it must not start for a moment.
   * What was asked for earlier may have begun without having said so yet, so it is stopped, not
   * only withdrawn.
   */
  void giveUp(StepPath path) {
    int attempt = step(path).attempt();
    if (!effects.remove(new RunEffect.StartAttempt(path, attempt))) {
      ask(new RunEffect.StopAttempt(path, attempt));
    }
  }

  /** What is held back from the budget for a step's call, and no longer is. */
  Money reserved(StepPath path) {
    return step(path).call().map(ProviderCall::reserved).orElse(Money.NONE);
  }

  boolean isCurrent(StepPath path, int attempt, StepPhase phase) {
    var current = step(path);
    return state.knows(path)
        && current.attempt() == attempt
        && current.phase() == phase
        && !current.hasBody();
  }

  /** Does something with each such step within the frames, at any depth, inner ones first. */
  void each(
      List<StepPath.Frame> frames, Predicate<StepState> condition, Consumer<StepPath> action) {
    var found = new ArrayList<StepPath>();
    state.forEach(
        frames,
        (path, step) -> {
          if (condition.test(step)) {
            found.add(path);
          }
        });
    found.reversed().forEach(action);
  }

  /** As {@link #each}, in file order. */
  void eachInOrder(Predicate<StepState> condition, Consumer<StepPath> action) {
    // over the state as it is now: the action may change it
    state.forEach(
        (path, step) -> {
          if (condition.test(step)) {
            action.accept(path);
          }
        });
  }

  static Predicate<StepState> in(StepPhase phase) {
    return step -> step.phase() == phase;
  }

  Decision<RunState, RunEvent, RunEffect> accepted() {
    return new Decision.Accepted<>(state, List.copyOf(events), List.copyOf(effects));
  }

  static Decision<RunState, RunEvent, RunEffect> rejected(String why) {
    return new Decision.Rejected<>(new Failure.Invalid("", why));
  }

  static Decision<RunState, RunEvent, RunEffect> rejected(String field, String why) {
    return new Decision.Rejected<>(new Failure.Invalid(field, why));
  }

  Decision<RunState, RunEvent, RunEffect> stale(StepPath path, int attempt) {
    return rejected(
        "attempt %d of step '%s' is not the current one in that phase (it is %s, attempt %d)"
            .formatted(attempt, path, step(path).phase().word(), step(path).attempt()));
  }
}

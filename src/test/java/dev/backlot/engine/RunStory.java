package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchId;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Decision.Accepted;
import dev.backlot.model.Decision.Rejected;
import dev.backlot.model.Failure;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepResult;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run told command by command. Time stands still until the story moves it. */
final class RunStory {
  static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
  static final RunId RUN = new BatchId(1L << 40).run(1);

  private final Plan plan;
  private final List<RunEvent> history = new ArrayList<>();
  private RunState state = RunState.NONE;
  private Instant now = START;
  private List<RunEvent> events = List.of();
  private List<RunEffect> effects = List.of();

  private RunStory(Plan plan) {
    this.plan = plan;
  }

  static RunStory of(Plan plan) {
    return new RunStory(plan);
  }

  static RunStory of(Graphs.Node... nodes) {
    return new RunStory(Graphs.plan(nodes));
  }

  RunStory tell(RunCommand command) {
    switch (RunDecider.decide(plan, RUN, state, command, now)) {
      case Accepted<RunState, RunEvent, RunEffect>(var next, var happened, var released) -> {
        state = next;
        events = happened;
        effects = released;
        history.addAll(happened);
      }
      case Rejected<RunState, RunEvent, RunEffect>(var why) ->
          throw new AssertionError(command + " was refused: " + why.line());
    }
    return this;
  }

  /** Tells a command that must be refused and change nothing; returns the words. */
  String refusal(RunCommand command) {
    return switch (RunDecider.decide(plan, RUN, state, command, now)) {
      case Rejected<RunState, RunEvent, RunEffect>(Failure why) -> why.line();
      case Accepted<RunState, RunEvent, RunEffect> accepted ->
          throw new AssertionError(command + " was accepted: " + accepted.events());
    };
  }

  RunStory start() {
    return start(Map.of());
  }

  RunStory start(Map<String, Value> inputs) {
    return tell(new RunCommand.StartRun(inputs, Optional.empty()));
  }

  RunStory begin(String step) {
    return tell(new RunCommand.BeginStep(id(step), step(step).attempt()));
  }

  RunStory complete(String step) {
    return complete(step, Map.of("value", Value.of("out of " + step)));
  }

  RunStory complete(String step, Map<String, Value> outputs) {
    return tell(completion(step, step(step).attempt(), outputs));
  }

  /** Begins and completes. */
  RunStory work(String step) {
    return begin(step).complete(step);
  }

  RunStory fail(String step, Failure failure) {
    return fail(step, failure, CallEnd.FREE);
  }

  RunStory fail(String step, Failure failure, CallEnd call) {
    return tell(new RunCommand.FailStep(id(step), step(step).attempt(), failure, call));
  }

  RunStory retry(String step) {
    return tell(new RunCommand.RetryStep(id(step), step(step).attempt()));
  }

  RunStory pause() {
    return tell(new RunCommand.PauseRun());
  }

  RunStory resume() {
    return tell(new RunCommand.ResumeRun());
  }

  RunStory cancel() {
    return tell(new RunCommand.CancelRun());
  }

  RunStory after(Duration time) {
    now = now.plus(time);
    return this;
  }

  static RunCommand completion(String step, int attempt, Map<String, Value> outputs) {
    return new RunCommand.CompleteStep(id(step), attempt, StepResult.of(outputs));
  }

  static StepPath id(String step) {
    return StepPath.parse(step).orElseThrow();
  }

  static RunEffect startOf(String step, int attempt) {
    return new RunEffect.StartAttempt(id(step), attempt);
  }

  Plan plan() {
    return plan;
  }

  RunState state() {
    return state;
  }

  StepState step(String step) {
    return state.step(id(step));
  }

  Instant now() {
    return now;
  }

  /** What the last command made happen. */
  List<RunEvent> events() {
    return events;
  }

  /** What the last command asks for. */
  List<RunEffect> effects() {
    return effects;
  }

  List<RunEvent> history() {
    return history;
  }

  RunStory hasStatus(RunStatus expected) {
    assertThat(state.status()).isEqualTo(expected);
    return this;
  }

  RunStory hasPhase(String step, StepPhase expected) {
    assertThat(step(step).phase()).as("phase of %s", step).isEqualTo(expected);
    return this;
  }

  RunStory asksFor(RunEffect... expected) {
    assertThat(effects).containsExactly(expected);
    return this;
  }
}

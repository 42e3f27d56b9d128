package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.EventJson;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.Decision.Accepted;
import dev.backlot.model.Decision.Rejected;
import dev.backlot.model.Failure;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPhase;
import dev.backlot.model.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A run in a world that answers its effects in any order, interferes, and now and then crashes:
 * then all that is left is its history. Checks every promise after every event.
 */
final class RandomRun {
  private static final int MOVES = 60;

  private final Plan plan;
  private final Random random;
  private final List<RunEvent> history = new ArrayList<>();
  private RunState state = RunState.NONE;
  private Instant now = RunStory.START;

  // the world: what waits for a slot, what runs, what sleeps
  private final Set<RunEffect.StartAttempt> waiting = new LinkedHashSet<>();
  private final Set<RunEffect.StartAttempt> running = new LinkedHashSet<>();
  private final Set<RunEffect.WakeRetry> timers = new LinkedHashSet<>();

  RandomRun(Plan plan, Random random) {
    this.plan = plan;
    this.random = random;
  }

  void play() throws JsonProblem {
    tell(new RunCommand.StartRun(inputs()));
    for (int i = 0; i < MOVES && !state.status().isFinal(); i++) {
      move();
    }
    answerEverything();
    assertThat(state.status().isFinal()).as("the run ended: %s", state).isTrue();
    assertThat(replayed()).isEqualTo(state);
    assertThat(replayedFromText()).isEqualTo(state);
  }

  private Map<String, Value> inputs() {
    Value photo = random.nextBoolean() ? Value.of("no file") : new Value.Source("file:/photo.jpg");
    return Map.of("photo", photo);
  }

  private void move() throws JsonProblem {
    now = now.plusMillis(random.nextInt(500));
    switch (random.nextInt(40)) {
      case 0 -> tell(new RunCommand.CancelRun());
      case 1, 2 -> tell(new RunCommand.PauseRun());
      case 3, 4, 5 -> tell(new RunCommand.ResumeRun());
      case 6, 7 -> crash();
      case 8, 9, 10 -> tell(nonsense());
      default -> answerOne();
    }
  }

  /** Answers what is outstanding until nothing is. */
  private void answerEverything() {
    if (state.status() == RunStatus.PAUSED) {
      tell(new RunCommand.ResumeRun());
    }
    while (answerOne()) {
      now = now.plusMillis(1);
    }
  }

  private boolean answerOne() {
    var answers = new ArrayList<Runnable>();
    waiting.forEach(attempt -> answers.add(() -> begin(attempt)));
    running.forEach(attempt -> answers.add(() -> end(attempt)));
    timers.forEach(timer -> answers.add(() -> wake(timer)));
    if (answers.isEmpty()) {
      return false;
    }
    answers.get(random.nextInt(answers.size())).run();
    return true;
  }

  private void begin(RunEffect.StartAttempt attempt) {
    waiting.remove(attempt);
    running.add(attempt);
    tell(new RunCommand.BeginStep(attempt.step(), attempt.attempt()));
  }

  private void end(RunEffect.StartAttempt attempt) {
    running.remove(attempt);
    tell(
        random.nextInt(3) == 0
            ? new RunCommand.FailStep(attempt.step(), attempt.attempt(), failure())
            : RunStory.completion(attempt.step().value(), attempt.attempt(), outputs()));
  }

  private void wake(RunEffect.WakeRetry timer) {
    timers.remove(timer);
    now = now.isBefore(timer.dueAt()) ? timer.dueAt() : now;
    tell(new RunCommand.RetryStep(timer.step(), timer.attempt()));
  }

  private RunCommand nonsense() {
    var steps = List.copyOf(state.steps().keySet());
    var step = steps.get(random.nextInt(steps.size()));
    int attempt = random.nextInt(5) + state.step(step).attempt() - 2;
    return switch (random.nextInt(3)) {
      case 0 ->
          new RunCommand.RetryStep(step, attempt == state.step(step).attempt() ? -1 : attempt);
      case 1 -> new RunCommand.FailStep(step, -1, failure());
      default -> new RunCommand.StartRun(Map.of());
    };
  }

  private Failure failure() {
    return switch (random.nextInt(5)) {
      case 0 -> new Failure.Invalid("field", "wrong");
      case 1 -> new Failure.Refused("check", "no");
      case 2 -> new Failure.Defect("oops", "ref");
      case 3 ->
          new Failure.Transient("busy", Optional.of(Duration.ofMillis(random.nextInt(9_000))));
      default -> new Failure.Transient("busy");
    };
  }

  private Map<String, Value> outputs() {
    var outputs = new LinkedHashMap<String, Value>();
    outputs.put("value", Value.of(random.nextLong()));
    outputs.put("text", Value.of("ü\"\\\n" + random.nextInt()));
    return outputs;
  }

  /**
   * Everything in memory is gone; the run is what its history says, and asks again for what it
   * needs.
   */
  private void crash() throws JsonProblem {
    state = replayedFromText();
    waiting.clear();
    running.clear();
    timers.clear();
    release(RunDecider.outstanding(state));
  }

  private void tell(RunCommand command) {
    var before = state;
    switch (RunDecider.decide(plan, RunStory.RUN, state, command, now)) {
      case Rejected<RunState, RunEvent, RunEffect> _ -> {}
      case Accepted<RunState, RunEvent, RunEffect>(var next, var events, var effects) -> {
        assertThat(before.status().isFinal()).as("an ended run accepts nothing").isFalse();
        events.forEach(this::happen);
        assertThat(state).as("the events say all of the decision").isEqualTo(next);
        release(effects);
        checkAsked(effects);
      }
    }
  }

  private void happen(RunEvent event) {
    var before = state;
    assertThat(before.status().isFinal()).as("nothing happens after the end: %s", event).isFalse();
    state = RunApplier.apply(state, event);
    history.add(event);
    before
        .steps()
        .forEach(
            (id, step) -> {
              var after = state.step(id);
              assertThat(after.attempt())
                  .as("attempts of %s", id)
                  .isGreaterThanOrEqualTo(step.attempt());
              if (step.phase().isFinal()) {
                assertThat(after).as("final stays final: %s", id).isEqualTo(step);
              }
            });
    if (event instanceof RunEvent.StepReady(var step, _, _)) {
      checkNeeds(step);
    }
  }

  private void checkNeeds(StepId step) {
    for (var need : plan.needs(step)) {
      assertThat(state.step(need).phase().isFinal()).as("%s needs %s", step, need).isTrue();
    }
    if (state.steps().containsKey(StepId.INPUTS) && !step.equals(StepId.INPUTS)) {
      assertThat(state.step(StepId.INPUTS).phase()).isEqualTo(StepPhase.SUCCEEDED);
    }
  }

  private void release(List<RunEffect> effects) {
    for (var effect : effects) {
      switch (effect) {
        case RunEffect.StartAttempt start ->
            assertThat(waiting.add(start)).as("asked once: %s", start).isTrue();
        case RunEffect.WithdrawAttempt(var step, var attempt) ->
            waiting.remove(new RunEffect.StartAttempt(step, attempt));
        case RunEffect.StopAttempt(var step, var attempt) ->
            stop(new RunEffect.StartAttempt(step, attempt));
        case RunEffect.WakeRetry timer -> timers.add(timer);
      }
    }
  }

  /** One that waits gives up, and says so where the run counts it as running: after a crash. */
  private void stop(RunEffect.StartAttempt attempt) {
    if (waiting.remove(attempt) && state.step(attempt.step()).phase() == StepPhase.RUNNING) {
      running.add(attempt);
    }
  }

  /** A restart would ask for the same: no effect needs a record of its own. */
  private void checkAsked(List<RunEffect> effects) {
    var outstanding = RunDecider.outstanding(state);
    for (var effect : effects) {
      if (effect instanceof RunEffect.StartAttempt || effect instanceof RunEffect.WakeRetry) {
        assertThat(outstanding).contains(effect);
      }
    }
    if (!state.status().isFinal()) {
      assertThat(outstanding)
          .as("the world answers exactly what a restart would ask for")
          .hasSize(waiting.size() + running.size() + liveTimers());
    }
  }

  private int liveTimers() {
    // a timer whose step was cancelled rings in vain
    timers.removeIf(timer -> state.step(timer.step()).phase() != StepPhase.RETRYING);
    return timers.size();
  }

  private RunState replayed() {
    return fold(history);
  }

  private RunState replayedFromText() throws JsonProblem {
    return fold(EventJson.readRunEvents(Json.parse(EventJson.runEvents(history))));
  }

  static RunState fold(List<RunEvent> events) {
    var folded = RunState.NONE;
    for (var event : events) {
      folded = RunApplier.apply(folded, event);
    }
    return folded;
  }
}

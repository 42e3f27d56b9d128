package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.RunEventJson;
import dev.backlot.json.RunEventReader;
import dev.backlot.model.BatchState;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Decision.Accepted;
import dev.backlot.model.Decision.Rejected;
import dev.backlot.model.Failure;
import dev.backlot.model.GateDecision;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEffect.StopAttempt;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
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
  private final Set<RunEffect.WakeRun> alarms = new LinkedHashSet<>();

  // what the run's events mean for its batch
  private boolean loopsAnew;
  private BatchState batch = BatchState.NONE.with(ItemCounts.NONE.added(1));

  RandomRun(Plan plan, Random random) {
    this.plan = plan;
    this.random = random;
  }

  void play() throws JsonProblem {
    var notes =
        random.nextBoolean()
            ? Map.<StepPath, String>of()
            : Map.of(StepPath.of(new StepId("gate")), "darker");
    tell(new RunCommand.StartRun(inputs(), deadline(), notes));
    for (int i = 0; i < MOVES && !state.status().isFinal(); i++) {
      move();
    }
    answerEverything();
    assertThat(state.status().isFinal()).as("the run ended: %s", state).isTrue();
    if (state.status() == RunStatus.FAILED && random.nextBoolean()) {
      alarms.clear();
      tell(new RunCommand.ResumeRun());
      answerEverything();
      assertThat(state.status().isFinal()).as("the run ended again: %s", state).isTrue();
    }
    assertThat(batch.counts().ended()).isEqualTo(1);
    assertThat(replayed()).isEqualTo(state);
    assertThat(replayedFromText()).isEqualTo(state);
  }

  private Map<String, Value> inputs() {
    Value photo = random.nextBoolean() ? Value.of("no file") : new Value.Source("file:/photo.jpg");
    return Map.of("photo", photo);
  }

  private Optional<Instant> deadline() {
    return random.nextInt(6) == 0
        ? Optional.of(now.plusMillis(random.nextInt(20_000)))
        : Optional.empty();
  }

  private void move() throws JsonProblem {
    now = now.plusMillis(random.nextInt(500));
    switch (random.nextInt(46)) {
      case 40 -> tell(new RunCommand.HoldStep(anyStep()));
      case 41, 42 -> tell(new RunCommand.ReleaseStep(anyStep()));
      case 43 -> tell(new RunCommand.CancelStep(anyStep(), "anna"));
      case 44, 45 -> tell(new RunCommand.LookAtClock());
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
    state.forEach(
        (path, step) -> {
          if (step.held()) {
            tell(new RunCommand.ReleaseStep(path));
          }
        });
    while (answerOne()) {
      now = now.plusMillis(1);
    }
  }

  private boolean answerOne() {
    var answers = new ArrayList<Runnable>();
    waiting.forEach(attempt -> answers.add(() -> begin(attempt)));
    running.forEach(attempt -> answers.add(() -> end(attempt)));
    timers.forEach(timer -> answers.add(() -> wake(timer)));
    alarms.forEach(alarm -> answers.add(() -> ring(alarm)));
    state.forEach(
        (path, step) -> {
          if (step.phase() == StepPhase.WAITING) {
            answers.add(
                () -> tell(new RunCommand.DecideGate(path, person(), decision(step), round(step))));
          }
        });
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
    var path = attempt.step();
    int number = attempt.attempt();
    if (random.nextInt(4) == 0) {
      var call = new ProviderCall("fake", "", path + "/" + number, Optional.empty(), new Money(70));
      tell(new RunCommand.IntendCall(path, number, call));
      if (random.nextBoolean()) {
        tell(new RunCommand.SubmitCall(path, number, "request " + number));
      }
      if (random.nextInt(3) == 0) {
        return;
      }
    }
    running.remove(attempt);
    tell(
        switch (random.nextInt(9)) {
          case 0, 1, 2 -> new RunCommand.FailStep(path, number, failure(), callEnd());
          case 3 -> new RunCommand.PutBackStep(path, number);
          default -> RunStory.completion(path.toString(), number, outputs());
        });
  }

  private CallEnd callEnd() {
    return switch (random.nextInt(4)) {
      case 0 -> CallEnd.UNKNOWN;
      case 1 -> new CallEnd(true, new Money(random.nextInt(70)));
      default -> CallEnd.FREE;
    };
  }

  private void ring(RunEffect.WakeRun alarm) {
    alarms.remove(alarm);
    now = now.isBefore(alarm.dueAt()) ? alarm.dueAt() : now;
    tell(new RunCommand.LookAtClock());
  }

  private String person() {
    return random.nextBoolean() ? "anna" : "ben";
  }

  private GateDecision decision(StepState step) {
    var question = step.gate().orElseThrow().question();
    return switch (random.nextInt(5)) {
      case 0 -> new GateDecision(GateDecision.Verdict.REJECT, "no", List.of());
      case 1 -> new GateDecision(GateDecision.Verdict.REGENERATE, "brighter", List.of());
      default ->
          new GateDecision(
              GateDecision.Verdict.APPROVE,
              "",
              question.select().isPresent() ? List.of(random.nextInt(3)) : List.of());
    };
  }

  /** Mostly of what is looked at, at times of an earlier version, which says nothing. */
  private Optional<Integer> round(StepState step) {
    int open = step.gate().orElseThrow().round();
    return switch (random.nextInt(4)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(open - 1);
      default -> Optional.of(open);
    };
  }

  private StepPath anyStep() {
    var steps = new ArrayList<StepPath>();
    state.forEach((path, _) -> steps.add(path));
    return steps.get(random.nextInt(steps.size()));
  }

  private void wake(RunEffect.WakeRetry timer) {
    timers.remove(timer);
    now = now.isBefore(timer.dueAt()) ? timer.dueAt() : now;
    tell(new RunCommand.RetryStep(timer.step(), timer.attempt()));
  }

  private RunCommand nonsense() {
    var step = anyStep();
    int attempt = random.nextInt(5) + state.step(step).attempt() - 2;
    return switch (random.nextInt(3)) {
      case 0 ->
          new RunCommand.RetryStep(step, attempt == state.step(step).attempt() ? -1 : attempt);
      case 1 -> new RunCommand.FailStep(step, -1, failure(), CallEnd.FREE);
      default -> new RunCommand.StartRun(Map.of(), Optional.empty());
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
    alarms.clear();
    release(RunDecider.outstanding(plan, state));
  }

  private void tell(RunCommand command) {
    var before = state;
    switch (RunDecider.decide(plan, RunStory.RUN, state, command, now)) {
      case Rejected<RunState, RunEvent, RunEffect> _ -> {}
      case Accepted<RunState, RunEvent, RunEffect>(var next, var events, var effects) -> {
        assertThat(before.status().isFinal() && !(command instanceof RunCommand.ResumeRun))
            .as("an ended run accepts nothing but to be taken up again")
            .isFalse();
        events.forEach(this::happen);
        assertThat(state).as("the events say all of the decision").isEqualTo(next);
        release(effects);
        checkAsked(effects);
      }
    }
  }

  private void happen(RunEvent event) {
    var before = state;
    boolean again = event instanceof RunEvent.RunReopened || event instanceof RunEvent.StepsReset;
    assertThat(before.status().isFinal() && !again)
        .as("nothing happens after the end: %s", event)
        .isFalse();
    state = RunApplier.apply(state, event);
    batch = BatchApplier.apply(batch, 1, event);
    // a loop that a person lets run anew leaves its unknown calls behind, and they may still cost
    loopsAnew |= event instanceof RunEvent.StepsReset;
    assertThat(batch.progress().reserved())
        .as("held back after %s", event)
        .satisfies(held -> assertThat(held.compareTo(reserved())).isBetween(0, loopsAnew ? 1 : 0));
    history.add(event);
    before.forEach(
        (id, step) -> {
          var after = state.step(id);
          if (state.knows(id)) {
            assertThat(after.attempt())
                .as("attempts of %s", id)
                .isGreaterThanOrEqualTo(step.attempt());
          }
          if (step.phase().isFinal() && !again) {
            assertThat(after).as("final stays final: %s", id).isEqualTo(step);
          }
        });
    if (event instanceof RunEvent.StepReady(var step, _, _)) {
      checkNeeds(step);
    }
  }

  private Money reserved() {
    var sum = new ArrayList<Money>();
    state.forEach((_, step) -> step.call().ifPresent(call -> sum.add(call.reserved())));
    return sum.stream().reduce(Money.NONE, Money::plus);
  }

  private void checkNeeds(StepPath step) {
    for (var id : plan.needs(step)) {
      var need = new StepPath(step.frames(), id);
      assertThat(state.step(need).phase().isFinal()).as("%s needs %s", step, need).isTrue();
    }
    if (state.steps().containsKey(StepId.INPUTS) && !step.step().equals(StepId.INPUTS)) {
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
        case RunEffect.WakeRun alarm -> alarms.add(alarm);
      }
    }
  }

  /** One that waits gives up, and says so where the run counts it as running: after a crash. */
  private void stop(RunEffect.StartAttempt attempt) {
    boolean runs = state.step(attempt.step()).phase() == StepPhase.RUNNING;
    if (waiting.remove(attempt) && runs) {
      running.add(attempt);
    }
    if (!runs) {
      // a person ended this very step: what its attempt still says is not waited for
      running.remove(attempt);
    }
  }

  /** A restart would ask for the same: no effect needs a record of its own. */
  private void checkAsked(List<RunEffect> effects) {
    var outstanding = RunDecider.outstanding(plan, state);
    for (var effect : effects) {
      if (effect instanceof RunEffect.StartAttempt || effect instanceof RunEffect.WakeRetry) {
        assertThat(outstanding).contains(effect);
      }
    }
    if (state.status() == RunStatus.WAITING) {
      assertThat(waiting.size() + running.size() + liveTimers()).as("parked, yet busy").isZero();
      assertThat(state.any(List.of(), step -> step.phase() == StepPhase.WAITING)).isTrue();
    }
    if (!state.status().isFinal()) {
      assertThat(outstanding)
          .filteredOn(
              effect -> !(effect instanceof StopAttempt) && !(effect instanceof RunEffect.WakeRun))
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
    return fold(RunEventReader.read(Json.parse(RunEventJson.text(history))));
  }

  static RunState fold(List<RunEvent> events) {
    var folded = RunState.NONE;
    for (var event : events) {
      folded = RunApplier.apply(folded, event);
    }
    return folded;
  }
}

package dev.backlot.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * All that is known of a run: the fold of its events.
 *
 * @param inputs by name; media are assets once the built-in step {@link StepId#INPUTS} has run
 * @param steps in file order; empty before the run starts
 * @param outputs of the workflow, once succeeded
 * @param failedStep the step that made the run fail
 * @param failure why it fails or failed
 * @param deadline when it fails if it has not ended
 * @param notes what people asked for at the gates of the run that this one redrives
 */
public record RunState(
    RunStatus status,
    Map<String, Value> inputs,
    Map<StepId, StepState> steps,
    Map<String, Value> outputs,
    Optional<StepPath> failedStep,
    Optional<Failure> failure,
    Optional<Instant> deadline,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Map<StepPath, String> notes) {

  /**
   * When a loop runs anew, the attempts within it are numbered on from here: no two attempts of a
   * step ever share a number.
   */
  private static final int ATTEMPTS_OF_A_LIFE = 1_000;

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
          Optional.empty(),
          Optional.empty(),
          Map.of());

  /** A step of the workflow itself. */
  public StepState step(StepId id) {
    var state = steps.get(id);
    return state == null ? StepState.PENDING : state;
  }

  /** A step anywhere; pending where there is none. */
  public StepState step(StepPath path) {
    var state = steps(path.frames()).get(path.step());
    return state == null ? StepState.PENDING : state;
  }

  /**
   * What a person last asked a gate for, here or in the run that is redriven; empty for nothing.
   */
  public String note(StepPath gate) {
    var here = step(gate).feedback();
    return here.isEmpty() ? notes.getOrDefault(gate, "") : here;
  }

  /** Every {@link #note} that there is. */
  public Map<StepPath, String> allNotes() {
    var all = new LinkedHashMap<>(notes);
    forEach(
        (path, step) -> {
          if (!step.feedback().isEmpty()) {
            all.put(path, step.feedback());
          }
        });
    return Collections.unmodifiableMap(all);
  }

  public boolean knows(StepPath path) {
    return steps(path.frames()).containsKey(path.step());
  }

  /** The steps within these frames; empty where there is no such iteration. */
  public Map<StepId, StepState> steps(List<StepPath.Frame> frames) {
    return frames.isEmpty() ? steps : iteration(frames).map(Iteration::steps).orElse(Map.of());
  }

  /** The iteration that the frames lead to; empty for none. */
  public Optional<Iteration> iteration(List<StepPath.Frame> frames) {
    var scope = steps;
    Optional<Iteration> found = Optional.empty();
    for (var frame : frames) {
      var loop = scope.get(frame.loop());
      if (loop == null || frame.index() >= loop.iterations().size()) {
        return Optional.empty();
      }
      found = Optional.of(loop.iterations().get(frame.index()));
      scope = found.get().steps();
    }
    return found;
  }

  /** Every step of the run, those of loops after their loop, in file order. */
  public void forEach(BiConsumer<StepPath, StepState> action) {
    forEach(List.of(), action);
  }

  /** Every step within the frames, at any depth. */
  public void forEach(List<StepPath.Frame> frames, BiConsumer<StepPath, StepState> action) {
    steps(frames)
        .forEach(
            (id, step) -> {
              var path = new StepPath(frames, id);
              action.accept(path, step);
              for (int i = 0; i < step.iterations().size(); i++) {
                forEach(path.iteration(i), action);
              }
            });
  }

  /** Whether something failed that nothing tolerates: running steps end, no other starts. */
  public boolean isFailing() {
    return failure.isPresent();
  }

  /** Whether the scope within these frames is failing, or the run as a whole. */
  public boolean isFailing(List<StepPath.Frame> frames) {
    return frames.isEmpty()
        ? isFailing()
        : iteration(frames).map(Iteration::isFailing).orElse(false);
  }

  /** Whether any step within the frames, at any depth, meets the condition. */
  public boolean any(
      List<StepPath.Frame> frames, java.util.function.Predicate<StepState> condition) {
    for (var step : steps(frames).entrySet()) {
      if (condition.test(step.getValue())) {
        return true;
      }
      var iterations = step.getValue().iterations().size();
      for (int i = 0; i < iterations; i++) {
        if (any(new StepPath(frames, step.getKey()).iteration(i), condition)) {
          return true;
        }
      }
    }
    return false;
  }

  public RunState with(StepPath path, StepState step) {
    return withSteps(changed(steps, path, 0, step));
  }

  private static Map<StepId, StepState> changed(
      Map<StepId, StepState> scope, StepPath path, int depth, StepState step) {
    var copy = new LinkedHashMap<>(scope);
    if (depth == path.frames().size()) {
      copy.put(path.step(), step);
    } else {
      var frame = path.frames().get(depth);
      var loop = scope.get(frame.loop());
      if (loop == null) {
        throw new IllegalArgumentException("there is no loop around " + path);
      }
      var iteration = loop.iterations().get(frame.index());
      var inner = changed(iteration.steps(), path, depth + 1, step);
      copy.put(frame.loop(), loop.with(frame.index(), iteration.with(inner)));
    }
    return Collections.unmodifiableMap(copy);
  }

  /** The iteration of a loop changes as a whole. */
  public RunState with(StepPath loop, int index, Iteration iteration) {
    return with(loop, step(loop).with(index, iteration));
  }

  public RunState iterationStarted(StepPath loop, int index, List<StepId> body) {
    var around = step(loop);
    int before = (around.attempt() - 1) * ATTEMPTS_OF_A_LIFE;
    return with(loop, index, around.iterations().get(index).started(body, before));
  }

  public RunState iterationSucceeded(
      StepPath loop, int index, Map<String, Value> results, Instant at) {
    return with(loop, index, step(loop).iterations().get(index).succeeded(results, at));
  }

  public RunState iterationFailed(StepPath loop, int index, Failure why, Instant at) {
    return with(loop, index, step(loop).iterations().get(index).failed(why, at));
  }

  /** The scope around the step is failing because of it. */
  public RunState failing(StepPath step, Failure why) {
    if (step.frames().isEmpty()) {
      return failing(Optional.of(step), why);
    }
    var loop = StepPath.loopOf(step.frames());
    int index = step.frames().getLast().index();
    return with(loop, index, step(loop).iterations().get(index).failing(step.step(), why));
  }

  public RunState failing(Optional<StepPath> step, Failure why) {
    return new RunState(
        status,
        inputs,
        steps,
        outputs,
        step,
        Optional.of(why),
        deadline,
        startedAt,
        endedAt,
        notes);
  }

  private RunState withSteps(Map<StepId, StepState> newSteps) {
    return new RunState(
        status,
        inputs,
        newSteps,
        outputs,
        failedStep,
        failure,
        deadline,
        startedAt,
        endedAt,
        notes);
  }

  public RunState with(RunStatus newStatus) {
    return new RunState(
        newStatus,
        inputs,
        steps,
        outputs,
        failedStep,
        failure,
        deadline,
        startedAt,
        endedAt,
        notes);
  }

  public RunState withInputs(Map<String, Value> newInputs) {
    return new RunState(
        status,
        newInputs,
        steps,
        outputs,
        failedStep,
        failure,
        deadline,
        startedAt,
        endedAt,
        notes);
  }

  public RunState started(
      Map<String, Value> newInputs,
      Map<StepId, StepState> newSteps,
      Optional<Instant> newDeadline,
      Map<StepPath, String> newNotes,
      Instant at) {
    return new RunState(
        RunStatus.RUNNING,
        newInputs,
        newSteps,
        outputs,
        failedStep,
        failure,
        newDeadline,
        Optional.of(at),
        endedAt,
        newNotes);
  }

  /** Goes on after it failed: what succeeded stays, the rest starts anew, without a deadline. */
  public RunState reopened() {
    return new RunState(
        RunStatus.RUNNING,
        inputs,
        StepState.reopened(steps),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        startedAt,
        Optional.empty(),
        notes);
  }

  public RunState ended(
      RunStatus finalStatus, Map<String, Value> results, Optional<Failure> why, Instant at) {
    return new RunState(
        finalStatus,
        inputs,
        steps,
        results,
        failedStep,
        why,
        deadline,
        startedAt,
        Optional.of(at),
        notes);
  }
}

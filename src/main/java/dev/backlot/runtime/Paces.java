package dev.backlot.runtime;

import dev.backlot.engine.RunApplier;
import dev.backlot.model.Caller;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import dev.backlot.store.RunFilter;
import dev.backlot.store.Views;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How long each step of a workflow takes, from its latest successful runs. */
final class Paces {
  private static final int LATEST_BATCHES = 50;
  private static final int SAMPLED_BATCHES = 3;
  private static final int SAMPLED_RUNS = 20;
  private final Views views;

  Paces(Views views) {
    this.views = views;
  }

  /** By the step's name; those that were not run lately are missing. */
  Map<String, Duration> of(Caller caller, String workflow) {
    var sums = new HashMap<String, Sum>();
    views.batches(caller.tenant(), Optional.empty(), Optional.empty(), LATEST_BATCHES).stream()
        .filter(batch -> batch.origin().workflow().equals(workflow))
        .filter(batch -> batch.state().counts().succeeded() > 0)
        .limit(SAMPLED_BATCHES)
        .flatMap(
            batch ->
                views
                    .runs(
                        caller.tenant(),
                        batch.id(),
                        RunFilter.of(RunStatus.SUCCEEDED),
                        0,
                        SAMPLED_RUNS)
                    .stream())
        .forEach(run -> state(run.id()).forEach((path, step) -> take(sums, path, step)));
    var paces = new HashMap<String, Duration>();
    sums.forEach((step, sum) -> paces.put(step, sum.time.dividedBy(sum.count)));
    return paces;
  }

  private record Sum(Duration time, int count) {
    Sum plus(Sum other) {
      return new Sum(time.plus(other.time), count + other.count);
    }
  }

  private RunState state(RunId run) {
    var state = RunState.NONE;
    for (var event : views.events(run)) {
      state = RunApplier.apply(state, event);
    }
    return state;
  }

  private static void take(Map<String, Sum> sums, StepPath path, StepState step) {
    boolean worked =
        step.phase() == StepPhase.SUCCEEDED
            && !step.reused()
            && !step.hasBody()
            && step.gate().isEmpty();
    if (worked && step.startedAt().isPresent() && step.endedAt().isPresent()) {
      var time = Duration.between(step.startedAt().get(), step.endedAt().get());
      sums.merge(path.step().value(), new Sum(time, 1), Sum::plus);
    }
  }
}

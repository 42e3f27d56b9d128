package dev.backlot.runtime;

import dev.backlot.engine.Plan;
import dev.backlot.engine.RunDecider;
import dev.backlot.model.Call;
import dev.backlot.model.CostRange;
import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepResult;
import dev.backlot.model.StepState;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays one item through the real decider without doing any work: a step whose result is known ends
 * with it, any other counts as to be run, and what depends on that as to be run as well.
 */
final class Rehearsal {
  private final StepRegistry registry;
  private final KnownResults results;
  private final InputStep inputs;
  private final InstantSource clock;

  /**
   * What became of one item.
   *
   * @param toRun steps that would be run, by the name of the step in its workflow
   * @param unsure steps that would be run unless a condition or a loop says otherwise
   * @param unfit why the item's own files cannot be used
   */
  record Result(
      Map<String, Integer> reused,
      Map<String, Integer> toRun,
      Map<String, Integer> unsure,
      CostRange cost,
      Optional<Failure> unfit) {}

  Rehearsal(StepRegistry registry, KnownResults results, InputStep inputs, InstantSource clock) {
    this.inputs = inputs;
    this.registry = registry;
    this.results = results;
    this.clock = clock;
  }

  Result play(
      TenantId tenant,
      Plan plan,
      RunId run,
      String itemName,
      String workflow,
      Map<String, Value> inputs,
      Optional<RunId> source,
      boolean reuse) {
    var item = new Item(tenant, plan, run, itemName, workflow, source, reuse);
    item.tell(new RunCommand.StartRun(inputs, Optional.empty()));
    item.play();
    return item.result();
  }

  private final class Item {
    private final TenantId tenant;
    private final Plan plan;
    private final RunId run;
    private final String place;
    private final Optional<RunId> source;
    private final boolean reuse;
    private final ArrayDeque<RunEffect.StartAttempt> asked = new ArrayDeque<>();
    private final Tally reused = new Tally();
    private final Tally toRun = new Tally();
    private final Tally unsure = new Tally();
    private final Map<StepPath, Boolean> certain = new HashMap<>();
    private RunState state = RunState.NONE;
    private CostRange cost = CostRange.FREE;
    private Optional<Failure> unfit = Optional.empty();

    Item(
        TenantId tenant,
        Plan plan,
        RunId run,
        String itemName,
        String workflow,
        Optional<RunId> source,
        boolean reuse) {
      this.tenant = tenant;
      this.plan = plan;
      this.run = run;
      this.place = workflow + "//" + itemName;
      this.source = source;
      this.reuse = reuse;
    }

    void tell(RunCommand command) {
      if (RunDecider.decide(plan, run, state, command, clock.instant())
          instanceof Decision.Accepted<RunState, RunEvent, RunEffect>(var next, _, var effects)) {
        state = next;
        for (var effect : effects) {
          if (effect instanceof RunEffect.StartAttempt start) {
            asked.add(start);
          }
        }
      }
    }

    void play() {
      for (var next = asked.poll(); next != null; next = asked.poll()) {
        attempt(next.step(), next.attempt());
      }
      state.forEach(this::countUnreached);
    }

    private void attempt(StepPath path, int number) {
      if (path.step().equals(StepId.INPUTS)) {
        lookAtInputs(path, number);
        return;
      }
      var step = step(path);
      if (step.isEmpty()) {
        toRun.count(path);
        return;
      }
      switch (Attempt.parameters(step.get().type(), plan, state, path)) {
        case Attempt.Parameters.Wrong _ -> toRun.count(path);
        case Attempt.Parameters.Ready(var input) -> {
          var type = step.get().type();
          boolean remembered =
              plan.call(path, state.step(path).tries().way())
                  .map(call -> call.isRemembered(type.deterministic()))
                  .orElse(false);
          var key = new StepKey(MemoKeys.of(type, input), Map.of(), place, remembered);
          var known = results.find(tenant, source, path, key, reuse);
          if (known.isPresent()) {
            reused.count(path);
            complete(path, number, known.get(), Optional.of(key.key().sha256()));
          } else {
            toRun.count(path);
            cost = cost.plus(step.get().cost(input));
          }
        }
      }
    }

    private void lookAtInputs(StepPath path, int number) {
      try {
        switch (inputs.run(plan.workflow().inputs(), state.inputs())) {
          case Outcome.Done done -> complete(path, number, done.outputs(), Optional.empty());
          case Outcome.Failed failed -> unfit = Optional.of(failed.failure());
          case Outcome.PutBack() -> {
            // known once the run has brought them in
          }
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void complete(
        StepPath path, int number, Map<String, Value> outputs, Optional<String> key) {
      tell(new RunCommand.BeginStep(path, number));
      var result = new StepResult(outputs, true, List.of(), Money.NONE, key);
      tell(new RunCommand.CompleteStep(path, number, result));
    }

    private Optional<Step> step(StepPath path) {
      return plan.call(path, 0).map(Call::uses).flatMap(registry::find);
    }

    /** What waits for steps that were not played. */
    private void countUnreached(StepPath path, StepState step) {
      if (step.phase() != StepPhase.PENDING || path.step().equals(StepId.INPUTS)) {
        return;
      }
      var range = step(path).map(Step::cost).orElse(CostRange.FREE);
      if (isCertain(path)) {
        toRun.count(path);
        cost = cost.plus(range);
      } else {
        unsure.count(path);
        cost = cost.plus(new CostRange(Money.NONE, range.high()));
      }
    }

    /** Whether it runs once all before it succeed: no condition, loop or person is in between. */
    private boolean isCertain(StepPath path) {
      var known = certain.get(path);
      if (known == null) {
        known =
            path.frames().isEmpty()
                && plan.spec(path)
                    .filter(spec -> spec.when().isEmpty() && spec.work() instanceof Work.Calls)
                    .filter(spec -> spec.needs().stream().map(StepPath::of).allMatch(this::runs))
                    .isPresent();
        certain.put(path, known);
      }
      return known;
    }

    private boolean runs(StepPath path) {
      if (path.step().equals(StepId.INPUTS)) {
        return true;
      }
      return switch (state.step(path).phase()) {
        case SUCCEEDED, SKIPPED -> true;
        case PENDING -> isCertain(path);
        default -> plan.spec(path).filter(spec -> spec.work() instanceof Work.Calls).isPresent();
      };
    }

    Result result() {
      return new Result(reused.counts(), toRun.counts(), unsure.counts(), cost, unfit);
    }
  }
}

package dev.backlot.runtime;

import dev.backlot.engine.BindingException;
import dev.backlot.engine.Plan;
import dev.backlot.engine.RunDecider;
import dev.backlot.engine.Viewpoint;
import dev.backlot.model.Call;
import dev.backlot.model.CallEnd;
import dev.backlot.model.CostRange;
import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepResult;
import dev.backlot.model.StepSpec;
import dev.backlot.model.StepState;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.step.CallingStep;
import dev.backlot.step.Headroom;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plays one item through the real decider without doing any work: a step whose result is known ends
 * with it, any other counts as to be run, and what depends on that as to be run as well.
 */
final class Rehearsal {
  /** More iterations of loops within loops are not told apart. */
  private static final long ROUNDS_MAX = 1_000_000;

  private final StepRegistry registry;
  private final KnownResults results;
  private final LargeValues largeValues;
  private final Tasks tasks;
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
      Demand demand,
      Optional<Failure> unfit) {
    int steps() {
      return Stream.of(reused, toRun)
          .flatMap(counts -> counts.values().stream())
          .mapToInt(Integer::intValue)
          .sum();
    }
  }

  Rehearsal(
      StepRegistry registry,
      KnownResults results,
      LargeValues largeValues,
      InputStep inputs,
      InstantSource clock) {
    this.largeValues = largeValues;
    this.tasks = new Tasks(registry, largeValues);
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
    item.tell(new RunCommand.StartRun(inputs, Optional.empty(), results.notes(source)));
    item.play();
    return item.result();
  }

  private final class Item {
    private final TenantId tenant;
    private final Plan plan;
    private final RunId run;
    private final String place;
    private final boolean joins;
    private final Optional<RunId> source;
    private final boolean reuse;
    private final ArrayDeque<RunEffect.StartAttempt> asked = new ArrayDeque<>();
    private final Tally reused = new Tally();
    private final Tally toRun = new Tally();
    private final Tally unsure = new Tally();
    private final Map<StepPath, Boolean> certain = new HashMap<>();
    private RunState state = RunState.NONE;
    private final Demand demand = new Demand();
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
      this.plan = plan.allAtOnce(true);
      this.run = run;
      this.place = workflow + "//" + itemName;
      this.joins = Tasks.joins(workflow);
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
      switch (tasks.of(plan, state, path, joins)) {
        case Task.Impossible _ -> toRun.count(path);
        // it takes no time, and no result of its own is looked for
        case Task.Left(var to, var consumed) ->
            complete(path, number, StepResult.leftTo(to, consumed));
        case Task.Own(var step, var input) -> look(path, number, step, input);
        case Task.Several all -> look(path, number, all.step(), all.input());
      }
    }

    private void look(StepPath path, int number, Step step, StepInput input) {
      var type = step.type();
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
        demand.add(part(path, step, keys(step, input)), 1);
        cost = cost.plus(cost(path, step.cost(input)));
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
      complete(path, number, new StepResult(outputs, true, List.of(), Money.NONE, key));
    }

    private void complete(StepPath path, int number, StepResult result) {
      tell(new RunCommand.BeginStep(path, number));
      tell(new RunCommand.CompleteStep(path, number, result));
    }

    /** The step's own way is what it costs at least; its dearest way is what it costs at most. */
    private CostRange cost(StepPath path, CostRange own) {
      var high = own.high();
      for (int way = 1; plan.call(path, way).isPresent(); way++) {
        var dearest = ofWay(path, way).high();
        high = dearest.compareTo(high) > 0 ? dearest : high;
      }
      return new CostRange(own.low(), high);
    }

    private Attempt.Parameters parameters(Step step, RunState at, StepPath path) {
      return largeValues.load(step.type(), Attempt.parameters(step.type(), plan, at, path));
    }

    private CostRange ofWay(StepPath path, int way) {
      var step = plan.call(path, way).map(Call::uses).flatMap(registry::find);
      if (step.isEmpty()) {
        return CostRange.FREE;
      }
      var busy = new Failure.Transient("");
      var fallenBack = state.step(path).fallingBack(way, busy, CallEnd.FREE, clock.instant());
      var parameters = parameters(step.get(), state.with(path, fallenBack), path);
      return parameters instanceof Attempt.Parameters.Ready(var input)
          ? step.get().cost(input)
          : step.get().cost();
    }

    private static Set<ResourceKey> keys(Step step, StepInput input) {
      return step instanceof CallingStep calling
          ? calling.resources(input, Headroom.ALWAYS)
          : Set.of();
    }

    private static Demand.Part part(StepPath path, Step step, Set<ResourceKey> more) {
      var keys = new HashSet<>(more);
      ResourceKey.parse("step:" + step.type().name()).ifPresent(keys::add);
      boolean cpu = step.type().resource() == StepType.Resource.CPU;
      return new Demand.Part(path.step().value(), cpu, Set.copyOf(keys));
    }

    private Optional<Step> step(StepPath path) {
      return plan.call(path, 0).map(Call::uses).flatMap(registry::find);
    }

    /** What waits for steps that were not played. */
    private void countUnreached(StepPath path, StepState step) {
      if (step.phase() != StepPhase.PENDING || path.step().equals(StepId.INPUTS)) {
        return;
      }
      var work = plan.spec(path).map(StepSpec::work);
      if (work.isPresent() && !Plan.body(work.get()).isEmpty()) {
        countUnopened(work.get(), path, 1);
        return;
      }
      if (joins && plan.spec(path).flatMap(StepSpec::joinedInto).isPresent()) {
        return;
      }
      var known = step(path);
      var range = cost(path, known.map(Step::cost).orElse(CostRange.FREE));
      known.ifPresent(found -> demand.add(part(path, found, keysBeforehand(path, found)), 1));
      if (isCertain(path)) {
        toRun.count(path);
        cost = cost.plus(range);
      } else {
        unsure.count(path);
        cost = cost.plus(new CostRange(Money.NONE, range.high()));
      }
    }

    private Set<ResourceKey> keysBeforehand(StepPath path, Step step) {
      return parameters(step, state, path) instanceof Attempt.Parameters.Ready(var input)
          ? keys(step, input)
          : Set.of();
    }

    /** The steps of a loop that waits for others: as often as its list says, or at most may say. */
    private void countUnopened(Work work, StepPath path, int times) {
      int rounds = (int) Math.min(ROUNDS_MAX, (long) times * rounds(work, path));
      for (var spec : Plan.body(work).values()) {
        if (!Plan.body(spec.work()).isEmpty()) {
          countUnopened(spec.work(), new StepPath(path.iteration(0), spec.id()), rounds);
        } else {
          unsure.count(spec.id(), rounds);
          if (spec.work() instanceof Work.Calls(var ways)) {
            ways.stream()
                .flatMap(way -> registry.find(way.uses()).stream())
                .map(step -> step.cost().high())
                .max(Comparable::compareTo)
                .ifPresent(most -> cost = cost.plus(new CostRange(Money.NONE, most).times(rounds)));
          }
        }
      }
    }

    private int rounds(Work work, StepPath path) {
      if (!(work instanceof Work.ForEach loop)) {
        return 1;
      }
      try {
        return switch (plan.bindings()
            .evaluate(loop.items(), new Viewpoint(state, path.frames()))) {
          case Value.ListOf(var items) -> Math.min(items.size(), plan.iterationsMax());
          case Value.Int(var count) -> Math.toIntExact(Math.clamp(count, 0, plan.iterationsMax()));
          default -> plan.iterationsMax();
        };
      } catch (BindingException _) {
        // its list comes from a step that has not run
        return plan.iterationsMax();
      }
    }

    /** Whether it runs once all before it succeed: no condition, loop or person is in between. */
    private boolean isCertain(StepPath path) {
      var known = certain.get(path);
      if (known == null) {
        known =
            plan.spec(path)
                .filter(spec -> spec.when().isEmpty() && spec.work() instanceof Work.Calls)
                .filter(
                    spec ->
                        spec.needs().stream()
                            .map(need -> new StepPath(path.frames(), need))
                            .allMatch(this::runs))
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
      return new Result(reused.counts(), toRun.counts(), unsure.counts(), cost, demand, unfit);
    }
  }
}

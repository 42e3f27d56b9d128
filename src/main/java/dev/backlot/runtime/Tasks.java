package dev.backlot.runtime;

import dev.backlot.engine.Plan;
import dev.backlot.model.Call;
import dev.backlot.model.Failure;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepResult;
import dev.backlot.model.StepSpec;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.step.Joint;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a step run has to do. A step that only the next one looks at leaves its work to
 * that one, which then does both at once; the run's state says which step did so.
 */
final class Tasks {
  private final StepRegistry registry;
  private final LargeValues largeValues;

  Tasks(StepRegistry registry, LargeValues largeValues) {
    this.registry = registry;
    this.largeValues = largeValues;
  }

  /** Whether steps of this workflow are done at once: who tries one wants to see every picture. */
  static boolean joins(String workflow) {
    return !workflow.startsWith(Workflows.TRIAL);
  }

  /**
   * What the step's present way is to do.
   *
   * @param joins whether it may leave its work to the next step
   */
  Task of(Plan plan, RunState state, StepPath path, boolean joins) {
    var last = new Place(plan, state, path);
    var into = joins ? last.joinedInto() : Optional.<StepId>empty();
    try {
      var chain = chain(last);
      var inputs = new ArrayList<StepInput>();
      for (var place : chain) {
        inputs.add(parameters(place, !inputs.isEmpty()));
      }
      if (into.isPresent()) {
        return new Task.Left(into.get(), Attempt.consumed(inputs.getLast()));
      }
      return chain.size() == 1
          ? new Task.Own(step(last.uses()), inputs.getFirst())
          : several(chain, inputs);
    } catch (ImpossibleException e) {
      return new Task.Impossible(e.failure);
    }
  }

  /** The step types whose work is done there: none where it is left to the next step. */
  static List<String> workOf(Plan plan, RunState state, StepPath path, boolean joins) {
    var last = new Place(plan, state, path);
    return joins && last.joinedInto().isPresent()
        ? List.of()
        : chain(last).stream().map(Place::uses).toList();
  }

  /** Where a step run stands in its run. */
  private record Place(Plan plan, RunState state, StepPath path) {
    Optional<StepId> joinedInto() {
      return plan.spec(path).flatMap(StepSpec::joinedInto);
    }

    String uses() {
      return plan.call(path, state.step(path).tries().way()).map(Call::uses).orElse("");
    }

    /** The step before it that left its work to this one. */
    Optional<Place> before() {
      var beside = state.steps(path.frames());
      return plan.spec(path).map(StepSpec::needs).orElse(Set.of()).stream()
          .filter(need -> isLeft(beside.get(need)))
          .map(need -> new Place(plan, state, new StepPath(path.frames(), need)))
          .findFirst();
    }

    private boolean isLeft(@Nullable StepState other) {
      return other != null
          && other.result().flatMap(StepResult::leftTo).filter(path.step()::equals).isPresent();
    }
  }

  /** The step and those before it whose work it has to do, in order. */
  private static List<Place> chain(Place last) {
    var chain = new ArrayList<Place>();
    for (var next = Optional.of(last); next.isPresent(); next = next.get().before()) {
      chain.addFirst(next.get());
    }
    return chain;
  }

  private StepInput parameters(Place at, boolean follows) throws ImpossibleException {
    var type = step(at.uses()).type();
    var beside = follows ? Set.of(joint(type).subject()) : Set.<String>of();
    var given = Attempt.parameters(type, at.plan, at.state, at.path, beside);
    return switch (largeValues.load(type, given)) {
      case Attempt.Parameters.Ready(var input) -> input;
      case Attempt.Parameters.Wrong(var failure) -> throw new ImpossibleException(failure);
    };
  }

  private Task several(List<Place> chain, List<StepInput> inputs) throws ImpossibleException {
    var operations = new ArrayList<Value>();
    for (int i = 0; i < inputs.size(); i++) {
      operations.add(operation(joint(step(chain.get(i).uses()).type()), inputs.get(i)));
    }
    var own = step(chain.getLast().uses()).type();
    var joint = joint(own);
    var values = new LinkedHashMap<String, Value>();
    values.put(
        joint.subject(), inputs.getFirst().values().getOrDefault(joint.subject(), Value.none()));
    values.put(Joint.OPERATIONS, new Value.ListOf(operations));
    for (var name : joint.whole()) {
      inputs.getLast().value(name).ifPresent(value -> values.put(name, value));
    }
    return new Task.Several(
        step(joint.by()),
        new StepInput(values),
        chain.stream().map(place -> place.path.step()).toList());
  }

  private static Value operation(Joint joint, StepInput input) {
    var own = new LinkedHashMap<String, Value>();
    input
        .values()
        .forEach(
            (name, value) -> {
              boolean elsewhere = name.equals(joint.subject()) || joint.whole().contains(name);
              if (!elsewhere && !(value instanceof Value.Null)) {
                own.put(name, value);
              }
            });
    return new Value.ObjectOf(Map.of(joint.word(), new Value.ObjectOf(own)));
  }

  private Step step(String uses) throws ImpossibleException {
    return registry
        .find(uses)
        .orElseThrow(
            () ->
                new ImpossibleException(
                    new Failure.Invalid("uses", "this Backlot has no step type '" + uses + "'")));
  }

  private static Joint joint(StepType type) {
    return type.joint()
        .orElseThrow(() -> new IllegalStateException(type.name() + " cannot be joined"));
  }

  /** Why the step cannot be done at all. */
  private static final class ImpossibleException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    ImpossibleException(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }
  }
}

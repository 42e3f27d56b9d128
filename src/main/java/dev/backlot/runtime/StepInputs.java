package dev.backlot.runtime;

import dev.backlot.model.Caller;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.Views;
import java.util.Map;
import java.util.Optional;

/** Tells what went into a step of a run. Thread-safe. */
public final class StepInputs {
  private final Views views;
  private final Workflows workflows;
  private final StepRegistry registry;
  private final Tasks tasks;

  StepInputs(Views views, Workflows workflows, StepRegistry registry, LargeValues largeValues) {
    this.views = views;
    this.workflows = workflows;
    this.registry = registry;
    this.tasks = new Tasks(registry, largeValues);
  }

  /**
   * The parameters of a step with their bindings evaluated; a secret is still a name in them.
   *
   * @param uses the step's type; empty where it does no work of its own
   * @param values by name, without those that were not given and have no usual value; what was too
   *     long for the log is the asset that holds it
   * @param missing why there are none; empty where there are
   */
  public record Given(
      StepPath step, String uses, Map<String, Value> values, Optional<String> missing) {}

  /** Empty when there is no such step in the run. */
  public Optional<Given> of(Caller caller, RunView run, StepPath step) {
    return views
        .batch(caller.tenant(), run.run().id().batch())
        .filter(_ -> run.state().knows(step))
        .map(batch -> given(caller, batch, run, step));
  }

  private Given given(Caller caller, BatchRecord batch, RunView view, StepPath path) {
    var step = view.state().step(path);
    if (step.attempt() == 0 && !step.reused()) {
      return none(path, "", "it has not started");
    }
    var origin = batch.origin();
    var plan =
        workflows
            .workload(caller.tenant(), origin.workflow(), origin.version())
            .map(workload -> workload.plan(view.run().id(), view.run().name()));
    var type =
        plan.flatMap(known -> known.call(path, step.tries().way()))
            .flatMap(call -> registry.find(call.uses()))
            .map(found -> found.type());
    if (type.isEmpty()) {
      return none(path, "", "it does no work of its own");
    }
    var uses = type.get().name();
    if (tasks.of(plan.orElseThrow(), view.state(), path, false) instanceof Task.Several all) {
      return new Given(path, uses, all.input().values(), Optional.empty());
    }
    return switch (Attempt.parameters(type.get(), plan.get(), view.state(), path)) {
      case Attempt.Parameters.Ready(var input) ->
          new Given(path, uses, input.values(), Optional.empty());
      case Attempt.Parameters.Wrong(var failure) -> none(path, uses, failure.line());
    };
  }

  private static Given none(StepPath path, String uses, String why) {
    return new Given(path, uses, Map.of(), Optional.of(why));
  }
}

package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.GateDecision;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunId;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Work;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.GateRecord;
import dev.backlot.store.Views;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What waits for people, and what they say. Thread-safe. */
public final class Reviews {
  private final Engine engine;
  private final Views views;
  private final Workflows workflows;

  Reviews(Engine engine, Views views, Workflows workflows) {
    this.engine = engine;
    this.views = views;
    this.workflows = workflows;
  }

  /** Open gates in the order of their batches and items, those after the given one. */
  public List<GateRecord> open(
      Caller caller, Optional<BatchId> batch, Optional<GateRecord> after, int limit) {
    return views.gates(caller.tenant(), batch, after, limit);
  }

  /**
   * Tells of a gate which step runs again when somebody asks for another version; empty where none
   * may, or not once more. Each batch is read once.
   */
  public Function<GateRecord, Optional<StepId>> producers(Caller caller) {
    var workloads = new HashMap<BatchId, Optional<Submission.Workload>>();
    return gate ->
        workloads
            .computeIfAbsent(gate.run().batch(), batch -> workload(caller, batch))
            .flatMap(workload -> workload.plan(gate.run(), gate.name()).spec(gate.step()))
            .map(StepSpec::work)
            .filter(Work.Gate.class::isInstance)
            .map(Work.Gate.class::cast)
            .flatMap(Work.Gate::producer)
            .filter(_ -> gate.round() <= Work.Gate.ROUNDS_MAX);
  }

  private Optional<Submission.Workload> workload(Caller caller, BatchId id) {
    return views
        .batch(caller.tenant(), id)
        .map(BatchRecord::origin)
        .flatMap(from -> workflows.workload(caller.tenant(), from.workflow(), from.version()));
  }

  /**
   * A decision; empty when accepted. Who decides is who calls.
   *
   * @param step the gate
   * @param round which opening of the gate was looked at: another one refuses; empty for whichever
   *     is open
   */
  public Optional<Failure> decide(
      Caller caller, RunId run, StepPath step, GateDecision decision, Optional<Integer> round) {
    if (views.run(caller.tenant(), run).isEmpty()) {
      return Optional.of(new Failure.Invalid("run", "there is no run " + run));
    }
    var command = new RunCommand.DecideGate(step, caller.user(), decision, round);
    return engine.submit(new Submission.ToRun(caller, run, command, Optional.empty())).await();
  }
}

package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.GateDecision;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunId;
import dev.backlot.model.StepPath;
import dev.backlot.store.GateRecord;
import dev.backlot.store.Views;
import java.util.List;
import java.util.Optional;

/** What waits for people, and what they say. Thread-safe. */
public final class Reviews {
  private final Engine engine;
  private final Views views;

  Reviews(Engine engine, Views views) {
    this.engine = engine;
    this.views = views;
  }

  /** Open gates in the order of their batches and items, those after the given one. */
  public List<GateRecord> open(
      Caller caller, Optional<BatchId> batch, Optional<GateRecord> after, int limit) {
    return views.gates(caller.tenant(), batch, after, limit);
  }

  /**
   * A decision; empty when accepted. Who decides is who calls.
   *
   * @param step the gate
   */
  public Optional<Failure> decide(Caller caller, RunId run, StepPath step, GateDecision decision) {
    if (views.run(caller.tenant(), run).isEmpty()) {
      return Optional.of(new Failure.Invalid("run", "there is no run " + run));
    }
    var command = new RunCommand.DecideGate(step, caller.user(), decision);
    return engine.submit(new Submission.ToRun(caller, run, command, Optional.empty())).await();
  }
}

package dev.backlot.runtime;

import dev.backlot.model.AssetId;
import dev.backlot.model.Caller;
import dev.backlot.model.Provenance;
import dev.backlot.model.RunId;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.Views;
import java.util.Optional;

/** Tells how a file came to be within a run. Thread-safe. */
public final class Provenances {
  private final Views views;
  private final Workflows workflows;
  private final Batches batches;
  private final StepRegistry registry;

  Provenances(Views views, Workflows workflows, Batches batches, StepRegistry registry) {
    this.views = views;
    this.workflows = workflows;
    this.batches = batches;
    this.registry = registry;
  }

  /**
   * By the steps of the run, as they stand now; empty when the caller has no such run, or this
   * Backlot cannot read its workflow.
   */
  public Optional<Provenance> of(Caller caller, RunId run, AssetId asset) {
    var batch = views.batch(caller.tenant(), run.batch());
    var view = batches.run(caller, run);
    if (batch.isEmpty() || view.isEmpty()) {
      return Optional.empty();
    }
    var origin = batch.get().origin();
    var name = view.get().run().name();
    return workflows
        .workload(caller.tenant(), origin.workflow(), origin.version())
        .map(
            workload ->
                new ProvenanceTrail(
                        new ProvenanceTrail.Origin(origin.workflow(), run, name),
                        workload.plan(run, name),
                        view.get().state(),
                        registry)
                    .of(asset));
  }
}

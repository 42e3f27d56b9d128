package dev.backlot.surface.sartiq;

import dev.backlot.json.Json;
import dev.backlot.model.Port;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Work;
import dev.backlot.model.Workflow;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.MainOutputs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Batches of one item that were started in other dialects, as workflows, by their own ids. */
final class Elsewhere {
  /** Where they come from, in this dialect's words. */
  static final String INSTANCE = "backlot";

  private final Runs runs;
  private final TaskTypes types;

  Elsewhere(Runs runs, TaskTypes types) {
    this.runs = runs;
    this.types = types;
  }

  DocumentRecord workflow(BatchRecord batch) {
    var origin = batch.origin();
    var steps =
        runs.workflows()
            .graph(batch.creator().tenant(), origin.workflow(), origin.version())
            .map(Workflow::steps)
            .map(all -> all.values().stream().map(step -> task(batch, step)).toList())
            .orElse(List.of());
    var definition =
        new Definition(
            origin.name(),
            Optional.empty(),
            Json.object(),
            new Definition.Origin(INSTANCE, Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.empty(),
            true,
            steps,
            origin.workflow(),
            origin.version());
    var created = batch.id().createdAt();
    return new DocumentRecord(
        Shelf.KIND,
        batch.id().toString(),
        batch.creator(),
        Optional.of(batch.id()),
        Shelf.tags(definition, Statuses.PENDING),
        Json.MAPPER.writeValueAsString(definition),
        false,
        created,
        created);
  }

  private Definition.Task task(BatchRecord batch, StepSpec step) {
    var id = batch.id() + "/" + step.id();
    return new Definition.Task(
        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString(),
        step.id().value(),
        step.uses(),
        Json.object(),
        step.needs().stream().map(StepId::value).toList(),
        List.of(),
        retries(step),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        step.id().value(),
        output(step));
  }

  private static int retries(StepSpec step) {
    return step.work() instanceof Work.Calls(var ways) ? ways.getFirst().retry().attempts() - 1 : 0;
  }

  private String output(StepSpec step) {
    return types.find(step.uses()) instanceof TaskTypes.Done.By(var type, _)
        ? MainOutputs.of(type).map(Port::name).orElse("")
        : "";
  }
}

package dev.backlot.surface.scenario;

import dev.backlot.json.Json;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Work;
import dev.backlot.model.Workflow;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Batches of one item that were started in other dialects, as jobs: their steps are the nodes of
 * the flow. A node within a loop is called {@code loop.step}.
 */
final class Elsewhere {
  private final Runs runs;

  Elsewhere(Runs runs) {
    this.runs = runs;
  }

  /** Whether a batch can be a job: a job is one item. */
  static boolean fits(BatchRecord batch) {
    return batch.state().counts().total() == 1;
  }

  DocumentRecord job(BatchRecord batch) {
    var origin = batch.origin();
    var flow = Json.MAPPER.createArrayNode();
    runs.workflows()
        .graph(batch.creator().tenant(), origin.workflow(), origin.version())
        .map(Workflow::steps)
        .ifPresent(steps -> nodes(steps.values(), "", flow));
    var none = Json.MAPPER.createArrayNode();
    var created = batch.id().createdAt();
    return new DocumentRecord(
        Definition.JOB,
        Ids.elsewhere(batch.id()),
        batch.creator(),
        Optional.of(batch.id()),
        Map.of(),
        Json.MAPPER.writeValueAsString(new Definition.Job("", Json.object(), none, flow)),
        false,
        created,
        created);
  }

  private static void nodes(Collection<StepSpec> steps, String around, ArrayNode flow) {
    for (var step : steps) {
      var id = around + step.id();
      var node = flow.addObject().put("id", id).put("type", type(step));
      if (!step.needs().isEmpty()) {
        var needs = node.putArray("dependsOn");
        step.needs().forEach(other -> needs.add(around + other));
      }
      details(step, id, node, flow);
    }
  }

  private static String type(StepSpec step) {
    return switch (step.work()) {
      case Work.ForEach _ -> FlowNode.FOR_EACH;
      case Work.Gate gate -> gate.select().isPresent() ? FlowNode.SELECTION : FlowNode.APPROVAL;
      case Work.Calls _, Work.SubWorkflow _ -> FlowNode.CUSTOM_MODEL;
    };
  }

  private static void details(StepSpec step, String id, ObjectNode node, ArrayNode flow) {
    switch (step.work()) {
      case Work.ForEach loop -> {
        var body = node.putArray("loopBodyNodeIds");
        loop.steps().keySet().forEach(inner -> body.add(id + "." + inner));
        nodes(List.copyOf(loop.steps().values()), id + ".", flow);
      }
      case Work.Calls _, Work.SubWorkflow _ -> node.put("modelId", step.uses());
      case Work.Gate _ -> {
        // what it shows is asked of /v1/gates
      }
    }
  }
}

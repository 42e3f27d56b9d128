package dev.backlot.surface.sartiq;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.RunView;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.Links;
import dev.backlot.surface.StepTimes;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Turns what the runtime shows into this dialect's words, for one request. */
final class Render {
  private final Context context;
  private final Caller caller;
  private final Links links;

  Render(Context context, Caller caller, Links links) {
    this.context = context;
    this.caller = caller;
    this.links = links;
  }

  static Definition definition(DocumentRecord document) {
    return Json.MAPPER.readValue(document.body(), Definition.class);
  }

  /** Where a workflow stands. */
  static String status(DocumentRecord document, Optional<BatchRecord> batch) {
    return batch
        .map(one -> Statuses.of(BatchStanding.of(one.state())))
        .orElseGet(() -> document.tags().getOrDefault(DocumentQuery.STATE, Statuses.PENDING));
  }

  Wire.Workflow workflow(DocumentRecord document, Optional<Batches.OneItem> started) {
    return workflow(
        document, started.map(Batches.OneItem::batch), started.map(Batches.OneItem::run));
  }

  Wire.Workflow workflow(
      DocumentRecord document, Optional<BatchRecord> batch, Optional<RunView> run) {
    var definition = definition(document);
    var times = new StepTimes(run.map(RunView::events).orElse(List.of()));
    var status = status(document, batch);
    var steps = new ArrayList<Wire.Step>();
    for (var task : definition.steps()) {
      steps.add(step(document, task, status, run, times));
    }
    int completed = (int) steps.stream().filter(step -> step.status().equals("COMPLETED")).count();
    var last = last(definition);
    var failure = run.flatMap(view -> view.run().failure()).map(Failure::line);
    var changed =
        run.map(view -> view.run().updatedAt())
            .filter(at -> at.isAfter(document.updatedAt()))
            .orElse(document.updatedAt());
    return new Wire.Workflow(
        document.id(),
        definition.name(),
        definition.description(),
        status,
        steps.size(),
        completed,
        steps.isEmpty() ? 0 : 100.0 * completed / steps.size(),
        steps.stream()
            .filter(step -> step.status().equals("RUNNING"))
            .map(Wire.Step::stepId)
            .findFirst(),
        last.map(Definition.Task::stepId),
        last.flatMap(task -> find(steps, task)).flatMap(Wire.Step::result),
        run.map(view -> view.run().id().toString()),
        definition.config(),
        definition.suppressSubtaskEvents(),
        definition.origin().instance(),
        definition.origin().zone(),
        definition.origin().tenantId(),
        definition.origin().reference(),
        definition.webhookUrl(),
        failure,
        steps.stream()
            .flatMap(step -> step.errorMessage().map(text -> step.stepId() + ": " + text).stream())
            .toList(),
        run.flatMap(view -> view.run().startedAt()),
        run.flatMap(view -> view.run().endedAt()),
        document.createdAt(),
        changed,
        document.deleted(),
        Optional.of(document.updatedAt()).filter(_ -> document.deleted()),
        steps);
  }

  private static Optional<Wire.Step> find(List<Wire.Step> steps, Definition.Task task) {
    return steps.stream().filter(step -> step.stepId().equals(task.stepId())).findFirst();
  }

  /** The step that no other needs; of several the last. */
  private static Optional<Definition.Task> last(Definition definition) {
    return definition.steps().stream()
        .filter(
            task ->
                definition.steps().stream()
                    .noneMatch(other -> other.dependsOn().contains(task.stepId())))
        .reduce((_, later) -> later);
  }

  private Wire.Step step(
      DocumentRecord document,
      Definition.Task task,
      String workflowStatus,
      Optional<RunView> run,
      StepTimes times) {
    var path = StepPath.of(new StepId(task.name()));
    var state = run.map(RunView::state).orElse(RunState.NONE).step(path);
    var began = times.began(path);
    var status =
        run.map(view -> Statuses.of(state.phase(), began.isPresent(), view.run().status()))
            .orElse(
                workflowStatus.equals(Statuses.CANCELLED) ? Statuses.CANCELLED : Statuses.PENDING);
    var ended = times.ended(path).filter(_ -> state.phase().isFinal());
    return new Wire.Step(
        task.id(),
        task.stepId(),
        task.taskType(),
        task.config(),
        task.providerConfig(),
        task.activeProviderCapabilities(),
        task.fallbackProviderType(),
        task.fallbackProviderConfig(),
        task.fallbackProviderCapabilities(),
        task.dependsOn(),
        task.inputMappings().stream()
            .map(
                one ->
                    new Wire.Mapping(
                        one.fromStep(), one.fromField(), one.toField(), one.transform()))
            .toList(),
        status,
        began.map(_ -> taskId(document, task)),
        status.equals("COMPLETED") ? Optional.of(result(task, state)) : Optional.empty(),
        status.equals("FAILED") ? state.failure().map(Failure::line) : Optional.empty(),
        began,
        ended,
        Math.max(0, state.attempt() - 1),
        task.maxRetries(),
        document.createdAt(),
        ended.or(() -> began).orElse(document.createdAt()));
  }

  /** The same task is called the same whenever somebody asks. */
  static String taskId(DocumentRecord document, Definition.Task task) {
    var name = document.id() + "/" + task.stepId();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Where a file is kept: stable, unlike the addresses that lead to it for a while. */
  static String path(Asset asset) {
    return "assets/" + asset.id().sha256() + "/" + Links.name(asset);
  }

  private JsonNode result(Definition.Task task, StepState state) {
    var result = Json.object();
    var main = state.outputs().getOrDefault(task.output(), Value.none());
    if (main instanceof Value.Media(var asset)) {
      result.put("result_image_path", path(asset));
      result.put("result_image_url", links.file(context, caller.tenant(), asset));
    }
    state.outputs().forEach((name, value) -> result.set(name, shown(value)));
    if (state.tries().way() > 0) {
      result.put("provider_used", "fallback");
    }
    return result;
  }

  private JsonNode shown(Value value) {
    return switch (value) {
      case Value.Media(var asset) ->
          Json.MAPPER.getNodeFactory().stringNode(links.file(context, caller.tenant(), asset));
      case Value.ListOf(var items) -> {
        var list = Json.MAPPER.createArrayNode();
        items.forEach(item -> list.add(shown(item)));
        yield list;
      }
      default -> ValueJson.node(value);
    };
  }
}

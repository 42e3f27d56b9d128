package dev.backlot.surface.wiserows;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import dev.backlot.store.RunSummary;
import dev.backlot.surface.Links;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns what the runtime shows into this dialect's words, for one request. */
final class Render {
  /** Marks of an entity that begin so say where it was published. */
  static final String PUBLISHED = "published:";

  private final Context context;
  private final Caller caller;
  private final Links links;

  Render(Context context, Caller caller, Links links) {
    this.context = context;
    this.caller = caller;
    this.links = links;
  }

  static Wire.EntityType entityType(DocumentRecord document) {
    var type = Definition.EntityType.of(document);
    return new Wire.EntityType(
        document.id(),
        type.name(),
        type.description(),
        type.fields().stream()
            .map(field -> new Wire.Field(field.name(), field.type(), field.required()))
            .toList(),
        document.createdAt().toEpochMilli());
  }

  Wire.Entity entity(DocumentRecord document) {
    var body = Json.MAPPER.readTree(document.body());
    var fields = Json.object();
    ValueJson.fields(body.path("fields")).forEach((name, value) -> fields.set(name, shown(value)));
    var marks = body.path("marks");
    return new Wire.Entity(
        document.id(),
        document.tags().getOrDefault(EntityRoutes.TYPE, ""),
        fields,
        Optional.of(marks.path("status").asString("")).filter(status -> !status.isEmpty()),
        marks.propertyNames().stream()
            .filter(name -> name.startsWith(PUBLISHED))
            .map(name -> name.substring(PUBLISHED.length()))
            .toList(),
        document.createdAt().toEpochMilli(),
        document.updatedAt().toEpochMilli());
  }

  private JsonNode shown(Value value) {
    return switch (value) {
      case Value.Media(var asset) ->
          Json.object()
              .put("assetId", asset.id().toString())
              .put("name", Links.name(asset))
              .put("mediaType", asset.mediaType())
              .put("url", links.file(context, caller.tenant(), asset));
      case Value.Source(var uri) -> Json.MAPPER.getNodeFactory().stringNode(uri);
      case Value.ListOf(var items) -> {
        var list = Json.MAPPER.createArrayNode();
        items.forEach(item -> list.add(shown(item)));
        yield list;
      }
      default -> ValueJson.node(value);
    };
  }

  static Wire.Summary summary(DocumentRecord document, Optional<Instant> lastRun) {
    var flow = Definition.Flow.of(document);
    return new Wire.Summary(
        document.id(),
        flow.name(),
        flow.description(),
        flow.entityTypeId(),
        flow.status(),
        flow.steps().size(),
        lastRun.map(Instant::toEpochMilli));
  }

  static Wire.Detail detail(DocumentRecord document, Optional<Instant> lastRun) {
    var flow = Definition.Flow.of(document);
    return new Wire.Detail(
        document.id(),
        flow.name(),
        flow.description(),
        flow.entityTypeId(),
        flow.status(),
        flow.steps().size(),
        lastRun.map(Instant::toEpochMilli),
        flow.steps().stream()
            .map(step -> new Wire.Step(step.id(), step.type(), step.config()))
            .toList());
  }

  private static Wire.Progress progress(BatchRecord batch) {
    var counts = batch.state().counts();
    return new Wire.Progress(counts.total(), counts.succeeded(), counts.failed());
  }

  private static String status(BatchRecord batch) {
    return Statuses.of(BatchStanding.of(batch.state()));
  }

  static Wire.Run run(DocumentRecord document, BatchRecord batch) {
    return new Wire.Run(
        document.id(),
        status(batch),
        progress(batch),
        document.createdAt().toEpochMilli(),
        batch.state().endedAt().map(Instant::toEpochMilli));
  }

  static Wire.Job job(DocumentRecord document, BatchRecord batch) {
    var job = Definition.Job.of(document);
    return new Wire.Job(
        document.id(),
        job.name(),
        job.workflowId().isEmpty() ? JobRoutes.ELSEWHERE : JobRoutes.TYPE,
        JobRoutes.CATEGORY,
        status(batch),
        progress(batch),
        document.createdAt().toEpochMilli(),
        batch.state().endedAt().map(Instant::toEpochMilli));
  }

  static Wire.JobDetail jobDetail(
      DocumentRecord document, BatchRecord batch, List<RunSummary> items) {
    var job = job(document, batch);
    return new Wire.JobDetail(
        job.id(),
        job.name(),
        job.type(),
        job.category(),
        job.status(),
        job.progress(),
        job.createdAt(),
        job.completedAt(),
        logs(items));
  }

  private static List<Wire.Line> logs(List<RunSummary> items) {
    var lines = new ArrayList<Wire.Line>();
    for (var item : items) {
      item.startedAt()
          .ifPresent(
              at -> lines.add(new Wire.Line(at.toEpochMilli(), "info", item.name() + ": started")));
      item.endedAt().ifPresent(at -> lines.add(end(item, at)));
    }
    lines.sort(Comparator.comparingLong(Wire.Line::timestamp));
    return lines;
  }

  private static Wire.Line end(RunSummary item, Instant at) {
    return switch (item.status()) {
      case SUCCEEDED -> new Wire.Line(at.toEpochMilli(), "info", item.name() + ": completed");
      case FAILED ->
          new Wire.Line(
              at.toEpochMilli(),
              "error",
              item.name() + ": " + item.failure().map(Failure::line).orElse("failed"));
      default -> new Wire.Line(at.toEpochMilli(), "warn", item.name() + ": cancelled");
    };
  }
}

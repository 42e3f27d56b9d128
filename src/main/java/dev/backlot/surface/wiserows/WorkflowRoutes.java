package dev.backlot.surface.wiserows;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.Value;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Documents;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Workflows;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.Models;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workflows and their runs. */
final class WorkflowRoutes {
  private static final int BATCH_NAME_MAX = 200;

  private final Runs runs;
  private final Documents documents;
  private final StepRegistry registry;
  private final Models models;
  private final Once once;

  WorkflowRoutes(Runs runs, StepRegistry registry, Models models, Once once) {
    this.runs = runs;
    this.documents = runs.documents();
    this.registry = registry;
    this.models = models;
    this.once = once;
  }

  void add(RoutesConfig routes, String base) {
    var workflows = base + "/workflows";
    routes.get(workflows, this::list);
    routes.post(
        workflows, once.handler(Body.JSON_BYTES_MAX, this::create, this::created), Least.EDITOR);
    routes.get(workflows + "/{id}", this::get);
    routes.post(
        workflows + "/{id}/run", once.handler(Body.JSON_BYTES_MAX, this::run, this::started));
    routes.get(workflows + "/{id}/runs/{runId}", this::runStatus);
  }

  private void list(Context context) {
    var query = Query.of(context, "status", "limit", "offset");
    var caller = Access.caller(context);
    var wanted = DocumentQuery.of(Definition.WORKFLOW);
    var status =
        query.read(
            "status",
            "active, draft or archived",
            word ->
                Optional.of(word)
                    .filter(List.of(Definition.Flow.ACTIVE, "draft", "archived")::contains));
    if (status.isPresent()) {
      wanted = wanted.tagged(Map.of("status", status.get()));
    }
    int limit = EntityRoutes.limit(query);
    int offset = EntityRoutes.offset(query);
    var found =
        documents.list(caller, wanted, Optional.empty(), offset, limit).stream()
            .map(document -> Render.summary(document, lastRun(caller, document)))
            .toList();
    Wire.page(context, found, documents.count(caller, wanted), limit, offset);
  }

  private Optional<Instant> lastRun(Caller caller, DocumentRecord workflow) {
    var wanted = DocumentQuery.of(Definition.JOB).tagged(Map.of(JobRoutes.WORKFLOW, workflow.id()));
    return documents.list(caller, wanted, Optional.empty(), 0, 1).stream()
        .map(DocumentRecord::createdAt)
        .findFirst();
  }

  private void create(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var caller = Access.caller(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var given = Parse.workflow(Body.json(context), mistakes);
    Problems.refuseIfAny(mistakes);
    var flow = published(caller, given, source(caller, given, mistakes));
    var now = runs.now();
    var document =
        new DocumentRecord(
            Definition.WORKFLOW,
            Ids.make("wf"),
            caller,
            Optional.empty(),
            Map.of("status", flow.status()),
            Json.MAPPER.writeValueAsString(flow),
            false,
            now,
            now);
    documents.create(document, claim);
    Wire.send(context, 201, Render.detail(document, Optional.empty()));
  }

  private String source(Caller caller, Definition.Flow given, List<Refusal.Field> mistakes) {
    var type =
        documents
            .get(caller, Definition.ENTITY_TYPE, given.entityTypeId())
            .filter(document -> !document.deleted())
            .map(Definition.EntityType::of);
    if (type.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              "entityTypeId", "there is no entity type '" + given.entityTypeId() + "'"));
    }
    Problems.refuseIfAny(mistakes);
    var source =
        new Compiler(registry, models, type.orElseThrow(), mistakes).compile(given.steps());
    Problems.refuseIfAny(mistakes);
    return source;
  }

  private Definition.Flow published(Caller caller, Definition.Flow given, String source) {
    return switch (runs.workflows().publish(caller, "steps", source)) {
      case Workflows.Saving.Saved(var saved) -> given.published(saved.name(), saved.version());
      case Workflows.Saving.Broken(var problems) -> {
        Problems.refuseIfAny(problems.stream().map(Compiler::field).toList());
        throw Problems.conflict("the workflow cannot be used");
      }
      case Workflows.Saving.Refused(var why) -> throw Problems.conflict(why.line());
    };
  }

  private void created(Context context, String id) {
    Wire.send(context, 201, Render.detail(find(context, id), Optional.empty()));
  }

  private DocumentRecord find(Context context, String id) {
    return documents
        .get(Access.caller(context), Definition.WORKFLOW, id)
        .orElseThrow(() -> Problems.unknown("workflow", id));
  }

  private void get(Context context) {
    Query.of(context);
    var document = find(context, context.pathParam("id"));
    Wire.send(context, 200, Render.detail(document, lastRun(Access.caller(context), document)));
  }

  private void run(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var caller = Access.caller(context);
    var workflow = find(context, context.pathParam("id"));
    var flow = Definition.Flow.of(workflow);
    var mistakes = new ArrayList<Refusal.Field>();
    var wanted = Parse.run(Body.json(context), mistakes);
    Problems.refuseIfAny(mistakes);
    if (!flow.status().equals(Definition.Flow.ACTIVE)) {
      throw Problems.conflict("the workflow is " + flow.status() + "; only active ones run");
    }
    var items = items(caller, flow, wanted.entityIds(), mistakes);
    Problems.refuseIfAny(mistakes);
    var now = runs.now();
    var name = "Run: " + flow.name();
    var job =
        new DocumentRecord(
            Definition.JOB,
            Ids.make("job"),
            caller,
            Optional.empty(),
            Map.of(JobRoutes.WORKFLOW, workflow.id()),
            Json.MAPPER.writeValueAsString(new Definition.Job(workflow.id(), name)),
            false,
            now,
            now);
    var settings =
        new BatchSettings(
            wanted.concurrency().orElse(BatchSettings.DEFAULT.concurrency()), true, true);
    var batch =
        NewBatch.of(
            name.length() <= BATCH_NAME_MAX ? name : name.substring(0, BATCH_NAME_MAX),
            flow.workflow(),
            flow.version(),
            settings,
            new NewBatch.Companions(Optional.of(job), Optional.empty()));
    switch (runs.batches().create(caller, batch, items, claim)) {
      case Batches.Creation.Created _ -> Wire.send(context, 202, new Wire.Started(job.id()));
      case Batches.Creation.OverQuota over -> throw Problems.overQuota(over);
      case Batches.Creation.Refused(var problems) ->
          Problems.refuseIfAny(
              problems.stream()
                  .map(
                      one ->
                          new Refusal.Field(
                              one.field().replaceFirst("^items", "entityIds"), one.message()))
                  .toList());
    }
  }

  /** What each entity is now, for its run. */
  private List<ItemInput> items(
      Caller caller, Definition.Flow flow, List<String> ids, List<Refusal.Field> mistakes) {
    var type =
        documents
            .get(caller, Definition.ENTITY_TYPE, flow.entityTypeId())
            .map(Definition.EntityType::of)
            .orElseThrow(() -> Problems.unknown("entity type", flow.entityTypeId()));
    var names = Refs.inputs(type);
    var items = new ArrayList<ItemInput>();
    for (int i = 0; i < ids.size(); i++) {
      var id = ids.get(i);
      var entity =
          documents
              .get(caller, Documents.RECORD, id)
              .filter(document -> !document.deleted())
              .filter(
                  document -> flow.entityTypeId().equals(document.tags().get(EntityRoutes.TYPE)));
      if (entity.isEmpty()) {
        mistakes.add(
            new Refusal.Field(
                "entityIds[" + i + "]", "there is no entity '" + id + "' of the workflow's type"));
        continue;
      }
      var inputs = new LinkedHashMap<String, Value>();
      inputs.put(Refs.ID_INPUT, Value.of(id));
      var fields = ValueJson.fields(Json.MAPPER.readTree(entity.get().body()).path("fields"));
      names.forEach(
          (field, input) -> {
            var value = fields.get(field);
            if (value != null) {
              inputs.put(input, value);
            }
          });
      items.add(new ItemInput(Optional.of(id), inputs));
    }
    return items;
  }

  /** The key of a run is used up by its batch. */
  private void started(Context context, String batch) {
    var job =
        BatchId.parse(batch)
            .flatMap(id -> documents.of(Access.caller(context), id))
            .orElseThrow(() -> Problems.unknown("job", batch));
    Wire.send(context, 202, new Wire.Started(job.id()));
  }

  private void runStatus(Context context) {
    Query.of(context);
    var caller = Access.caller(context);
    var id = context.pathParam("runId");
    var workflow = find(context, context.pathParam("id"));
    var job =
        documents
            .get(caller, Definition.JOB, id)
            .filter(one -> workflow.id().equals(one.tags().get(JobRoutes.WORKFLOW)))
            .orElseThrow(() -> Problems.unknown("run", id));
    var batch =
        job.batch()
            .flatMap(one -> runs.batches().get(caller, one))
            .orElseThrow(() -> Problems.unknown("run", id));
    Wire.send(context, 200, Render.run(job, batch));
  }
}

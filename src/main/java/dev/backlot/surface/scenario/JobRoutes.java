package dev.backlot.surface.scenario;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.GateDecision;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.Value;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Documents;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.RunView;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Jobs: runs of workflows, and of their nodes; and what people decide on their way. */
final class JobRoutes {
  private static final int BATCH_NAME_MAX = 200;

  /** The vendor's own status for a run that only was tried. */
  private static final int DRY_RUN = 269;

  private final Runs runs;
  private final Documents documents;
  private final Jobs jobs;
  private final WorkflowRoutes workflows;
  private final AssetRoutes assets;
  private final Once once;
  private final AssetRoutes.Renders renders;

  JobRoutes(
      Runs runs,
      WorkflowRoutes workflows,
      AssetRoutes assets,
      Once once,
      AssetRoutes.Renders renders) {
    this.runs = runs;
    this.documents = runs.documents();
    this.jobs = new Jobs(runs);
    this.workflows = workflows;
    this.assets = assets;
    this.once = once;
    this.renders = renders;
  }

  void add(RoutesConfig routes, String base) {
    routes.get(base + "/jobs", this::list);
    routes.get(base + "/jobs/{jobId}", this::get);
    routes.post(base + "/jobs/{jobId}/action", this::act);
    var one = base + "/workflows/{workflowId}";
    routes.put(one + "/run", once.handler(Body.JSON_BYTES_MAX, this::run, this::started));
    routes.put(one + "/user-approval", this::approve);
    routes.put(one + "/user-selection", this::select);
  }

  private void run(Context context, Optional<Claim> claim) throws IOException {
    boolean tries = Query.of(context, "projectId", "dryRun").bool("dryRun").orElse(false);
    var caller = Access.caller(context);
    var found = workflows.find(context, context.pathParam("workflowId"));
    var workflow = Definition.of(found);
    if (!workflow.isReady()) {
      throw Problems.bad("Workflow is not ready");
    }
    var body = Body.json(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var values =
        new HashMap<>(new Inputs(workflow.inputs(), assets.files(caller), mistakes).read(body));
    workflow.files().forEach((name, given) -> values.put(name, given(caller, given, mistakes)));
    Problems.refuseIfAny(mistakes);
    var items = List.of(new ItemInput(Optional.empty(), Map.copyOf(values)));
    var now = runs.now();
    var document =
        new DocumentRecord(
            Definition.JOB,
            Ids.make("job"),
            caller,
            Optional.empty(),
            Map.of("workflow", found.id(), "author", caller.user()),
            Json.MAPPER.writeValueAsString(
                new Definition.Job(found.id(), body, workflow.inputs(), workflow.flow())),
            false,
            now,
            now);
    var name = workflow.name();
    var batch =
        NewBatch.of(
            name.length() <= BATCH_NAME_MAX ? name : name.substring(0, BATCH_NAME_MAX),
            workflow.workflow(),
            workflow.version(),
            BatchSettings.DEFAULT,
            new NewBatch.Companions(Optional.of(document), Optional.empty()));
    if (tries) {
      estimate(context, caller, batch, items);
      return;
    }
    switch (runs.batches().create(caller, batch, items, claim)) {
      case Batches.Creation.Created _ -> ran(context, document.id(), found);
      case Batches.Creation.OverQuota over -> throw Problems.overQuota(over);
      case Batches.Creation.Refused(var problems) ->
          Problems.refuseIfAny(
              problems.stream()
                  .map(
                      one ->
                          new Refusal.Field(
                              one.field().replaceFirst("^items\\[0]\\.inputs\\.", ""),
                              one.message()))
                  .toList());
    }
  }

  /** Files that the flow itself names. */
  private Value given(Caller caller, JsonNode node, List<Refusal.Field> mistakes) {
    if (node instanceof ArrayNode list) {
      return new Value.ListOf(list.valueStream().map(one -> given(caller, one, mistakes)).toList());
    }
    var text = node.asString("");
    var source = new Value.Source(text);
    if (source.isAddress()) {
      return source;
    }
    var asset = assets.known(caller, text);
    if (asset.isEmpty()) {
      mistakes.add(new Refusal.Field("flow", "there is no asset '" + text + "'"));
    }
    return asset.map(Value::of).orElseGet(Value::none);
  }

  private void estimate(Context context, Caller caller, NewBatch batch, List<ItemInput> items) {
    var found = runs.batches().dryRun(caller, batch, items);
    Problems.refuseIfAny(
        found.problems().stream()
            .map(
                one ->
                    new Refusal.Field(
                        one.field().replaceFirst("^items\\[0]\\.inputs\\.", ""), one.message()))
            .toList());
    Wire.send(
        context,
        DRY_RUN,
        new Wire.Estimate(found.cost().high().amount(), BigDecimal.ZERO, Json.object()));
  }

  private void ran(Context context, String job, DocumentRecord workflow) {
    var document = find(context, job);
    Wire.send(
        context,
        200,
        new Wire.Ran(job(context, document, false), renders.of(context).workflow(workflow)));
  }

  /** The key of a run is used up by its batch. */
  private void started(Context context, String batch) {
    var job =
        BatchId.parse(batch)
            .flatMap(id -> documents.of(Access.caller(context), id))
            .orElseThrow(() -> Problems.unknown("job", batch));
    ran(context, job.id(), workflows.find(context, context.pathParam("workflowId")));
  }

  private DocumentRecord find(Context context, String id) {
    return jobs.find(Access.caller(context), id).orElseThrow(() -> Problems.unknown("job", id));
  }

  private Wire.Job job(Context context, DocumentRecord document, boolean hidesResults) {
    return renders
        .of(context)
        .job(document, batch(context, document), view(context, document), hidesResults);
  }

  private BatchRecord batch(Context context, DocumentRecord document) {
    return jobs.batch(Access.caller(context), document)
        .orElseThrow(() -> Problems.unknown("job", document.id()));
  }

  private RunView view(Context context, DocumentRecord document) {
    return jobs.view(Access.caller(context), document)
        .orElseThrow(() -> Problems.unknown("job", document.id()));
  }

  private void list(Context context) {
    var query =
        Query.of(
            context,
            "projectId",
            "authorId",
            "workflowId",
            "status",
            "type",
            "types",
            "hideResults",
            "pageSize",
            "paginationToken");
    boolean hidesResults = query.bool("hideResults").orElse(false);
    var page = jobs.list(Access.caller(context), query);
    Wire.send(
        context,
        200,
        new Wire.Jobs(
            page.entries().stream().map(one -> shown(context, one, hidesResults)).toList(),
            page.next()));
  }

  private Wire.Job shown(Context context, JobPage.Entry entry, boolean hidesResults) {
    var render = renders.of(context);
    return switch (entry) {
      case JobPage.Entry.OfRun(var document, var batch, var view) ->
          render.job(document, batch, view, hidesResults);
      case JobPage.Entry.OfNode(var document, var nodes, var one) ->
          render.node(document, nodes, one, hidesResults);
    };
  }

  private void get(Context context) {
    Query.of(context, "projectId");
    Wire.send(context, 200, new Wire.OneJob(shown(context, context.pathParam("jobId"))));
  }

  /** The job of a workflow, or of a node of one. */
  private Wire.Job shown(Context context, String id) {
    var parts = Ids.job(id).orElseThrow(() -> Problems.unknown("job", id));
    var document = find(context, parts.workflowJob());
    if (parts.step().isEmpty()) {
      return job(context, document, false);
    }
    var nodes = new NodeJobs(document, view(context, document));
    var one = nodes.at(parts.step().get()).orElseThrow(() -> Problems.unknown("job", id));
    return renders.of(context).node(document, nodes, one, false);
  }

  private void act(Context context) throws IOException {
    Query.of(context, "projectId");
    var id = context.pathParam("jobId");
    shown(context, id);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(Body.json(context), "", mistakes, "action");
    fields.required(
        "action",
        fields.word("action", "cancel", word -> Optional.of(word).filter("cancel"::equals)));
    Problems.refuseIfAny(mistakes);
    var parts = Ids.job(id).orElseThrow(() -> Problems.unknown("job", id));
    var caller = Access.caller(context);
    var batch = find(context, parts.workflowJob()).batch().orElseThrow();
    // what has ended stays as it is: clients race with the end
    var _ =
        parts.step().isPresent()
            ? runs.batches().cancel(caller, batch.run(1), parts.step().get())
            : runs.batches().cancel(caller, batch);
    Wire.send(context, 200, new Wire.OneJob(shown(context, id)));
  }

  private void approve(Context context) throws IOException {
    Query.of(context, "projectId");
    var mistakes = new ArrayList<Refusal.Field>();
    var given = Parse.approval(Body.json(context), mistakes);
    Problems.refuseIfAny(mistakes);
    decide(context, given, FlowNode.APPROVAL);
  }

  private void select(Context context) throws IOException {
    Query.of(context, "projectId");
    var mistakes = new ArrayList<Refusal.Field>();
    var given = Parse.selection(Body.json(context), mistakes);
    Problems.refuseIfAny(mistakes);
    decide(context, given, FlowNode.SELECTION);
  }

  private void decide(Context context, Parse.Decision given, String type) {
    var workflow = workflows.find(context, context.pathParam("workflowId"));
    var document = find(context, given.job());
    if (!workflow.id().equals(document.tags().get("workflow"))) {
      throw Problems.unknown("job", given.job());
    }
    var path =
        path(Definition.Job.of(document), given.nodeId(), type)
            .orElseThrow(() -> Problems.unknown("node of type " + type, given.nodeId()));
    var state = view(context, document).state();
    if (!state.knows(path) || state.step(path).phase() != StepPhase.WAITING) {
      throw Problems.bad("Node '" + given.nodeId() + "' does not wait for a decision");
    }
    var verdict = given.accepts() ? GateDecision.Verdict.APPROVE : GateDecision.Verdict.REJECT;
    runs.reviews()
        .decide(
            Access.caller(context),
            document.batch().orElseThrow().run(1),
            path,
            new GateDecision(verdict, "", given.selected()),
            Optional.empty())
        .ifPresent(
            why -> {
              throw Problems.bad(why.line());
            });
    Wire.send(context, 200, new Wire.OneJob(job(context, document, false)));
  }

  /** Where a node's step stands; a copy within loops is {@code id#0#2}. */
  private static Optional<StepPath> path(Definition.Job job, String nodeId, String type) {
    var flow = job.graph();
    var parts = nodeId.split("#", -1);
    var node = flow.find(parts[0]).filter(found -> found.type().equals(type));
    var loops = node.map(found -> flow.loopsAround(found.id())).orElse(List.of());
    if (node.isEmpty() || loops.size() != parts.length - 1) {
      return Optional.empty();
    }
    var frames = new ArrayList<StepPath.Frame>();
    for (int i = 0; i < loops.size(); i++) {
      if (!parts[i + 1].matches("\\d{1,6}")) {
        return Optional.empty();
      }
      frames.add(
          new StepPath.Frame(new StepId(flow.name(loops.get(i))), Integer.parseInt(parts[i + 1])));
    }
    return Optional.of(new StepPath(frames, new StepId(flow.name(parts[0]))));
  }
}

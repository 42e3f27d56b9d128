package dev.backlot.surface.firefly;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.http.Surface;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.BatchState;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Webhooks;
import dev.backlot.runtime.Workflows;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.surface.Contract;
import dev.backlot.surface.Links;
import dev.backlot.surface.Models;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The Firefly Creative Production Workflow API below a prefix. */
public final class Routes implements Surface {
  private static final String BATCH = "/batch/{batchId}";

  private final Runs runs;
  private final Batches batches;
  private final StepRegistry registry;
  private final Models models;
  private final Links links;
  private final Once once;
  private final Webhooks webhooks;
  private final String prefix;
  private final Contract contract = Contract.named("firefly");

  /**
   * The dialect on a runtime.
   *
   * @param models who does what when a client does not say
   * @param prefix that the vendor's paths follow; empty for the bare root
   * @param scratch where bodies are kept while they are read
   */
  public Routes(
      Runs runs,
      StepRegistry registry,
      Models models,
      Links links,
      Webhooks webhooks,
      Path scratch,
      String prefix) {
    this.webhooks = webhooks;
    this.runs = runs;
    this.batches = runs.batches();
    this.registry = registry;
    this.models = models;
    this.links = links;
    this.once = new Once(runs.idempotencyKeys(), scratch);
    this.prefix = prefix;
  }

  @Override
  public boolean serves(String path) {
    return prefix.isEmpty()
        ? path.equals("/batches") || path.startsWith("/batch/")
        : path.equals(prefix) || path.startsWith(prefix + "/");
  }

  @Override
  public Set<String> open() {
    return prefix.isEmpty() ? Set.of() : Contract.paths(prefix);
  }

  @Override
  public void routes(RoutesConfig routes) {
    for (var path : List.of("/batches", "/batch/*")) {
      routes.before(prefix + path, Routes::agreeOnVersion);
    }
    routes.post(
        prefix + "/batch/execute",
        once.handler(Body.JSON_BYTES_MAX, this::execute, this::executed));
    routes.get(prefix + "/batches", this::list);
    routes.get(prefix + BATCH + "/status", this::status);
    routes.post(prefix + BATCH + "/cancel", this::cancel);
    routes.get(prefix + BATCH + "/executions", this::executions);
    if (!prefix.isEmpty()) {
      contract.add(routes, prefix);
    }
  }

  private static void agreeOnVersion(Context context) {
    context.header(Problems.VERSION_HEADER, Problems.VERSION);
    var wanted = Optional.ofNullable(context.header(Problems.VERSION_HEADER));
    if (wanted.filter(version -> !version.equals(Problems.VERSION)).isPresent()) {
      throw Problems.wrongVersion();
    }
  }

  private Render render(Context context) {
    return new Render(context, Access.caller(context), batches, links, prefix);
  }

  private void execute(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var body = body(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(body, "", mistakes, "workflowId", "workflow", "batchConfig", "config");
    var config = Parse.config(fields, mistakes);
    var label = fields.text("workflowId", Parse.NAME_MAX);
    var workflow = fields.required("workflow", fields.object("workflow"));
    boolean beta = label.isPresent() || workflow.filter(node -> node.has("actions")).isPresent();
    if (beta) {
      var _ = fields.required("workflowId", label);
    }
    Problems.refuseIfAny(mistakes);
    var wanted =
        beta
            ? sent(context, label.orElseThrow(), workflow.orElseThrow())
            : published(context, workflow.orElseThrow());
    var told = config.webhook().map(url -> told(context, url, wanted));
    var batch =
        NewBatch.of(
            wanted.name(),
            wanted.workflow(),
            wanted.version(),
            config.settings(),
            new NewBatch.Companions(Optional.empty(), told));
    switch (batches.create(Access.caller(context), batch, wanted.items(), claim)) {
      case Batches.Creation.Refused(var problems) -> throw Problems.unfit(problems);
      case Batches.Creation.OverQuota over -> throw Problems.overQuota(over);
      case Batches.Creation.Created(var created) -> {
        told.ifPresent(one -> webhooks.adopt(one.of(created.id())));
        Wire.send(context, 202, render(context).accepted(created, config.webhook()));
      }
    }
  }

  /** Who is told of the end of the batch, by the name that it will have here. */
  private Webhooks.OnceFor told(Context context, String url, Wanted wanted) {
    var caller = Access.caller(context);
    var known = Ids.workflow(wanted.name(), wanted.workflow());
    return switch (webhooks.once(
        caller, url, List.of("batch_finished"), id -> Ids.batch(id, known))) {
      case Webhooks.Result.Done<Webhooks.OnceFor>(var once) -> once;
      case Webhooks.Result.Refused<Webhooks.OnceFor>(Failure.Refused why) ->
          throw Problems.overQuota(new Batches.Creation.OverQuota(why, Optional.empty()));
      case Webhooks.Result.Refused<Webhooks.OnceFor>(var why) ->
          throw Problems.mistakes(List.of(new Refusal.Field("batchConfig.webhookUrl", why.line())));
    };
  }

  private static JsonNode body(Context context) throws IOException {
    try {
      return Body.json(context);
    } catch (RefusalException e) {
      throw e.refusal().status() == 400
          ? Refusal.of(400, "Request body is not valid JSON: " + e.refusal().message()).exception()
          : e;
    }
  }

  /** What is to be run over which assets. */
  private record Wanted(String name, String workflow, int version, List<ItemInput> items) {}

  /** Contract 1.0: a published workflow by its id, and what its input nodes get. */
  private Wanted published(Context context, JsonNode node) {
    var caller = Access.caller(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(node, "workflow", mistakes, "workflowId", "inputs");
    var id = fields.required("workflowId", fields.text("workflowId", Parse.NAME_MAX));
    var inputs = fields.required("inputs", fields.list("inputs"));
    Problems.refuseIfAny(mistakes);
    var name = Ids.workflowName(id.orElseThrow());
    int version = batches.newestPublished(caller, name).orElseThrow(Problems::unknown);
    var graph =
        runs.workflows().graph(caller.tenant(), name, version).orElseThrow(Problems::unknown);
    var items = Parse.assets(inputs.orElseThrow(), graph.inputs(), mistakes);
    Problems.refuseIfAny(mistakes);
    return new Wanted(name, name, version, items);
  }

  /** The beta contract: the workflow comes along as actions and connections. */
  private Wanted sent(Context context, String label, JsonNode node) {
    var mistakes = new ArrayList<Refusal.Field>();
    var compiled = Actions.compile(node, registry, models, mistakes);
    var items = new ArrayList<ItemInput>();
    for (var image : compiled.images()) {
      var place = "workflow.actions.images[" + items.size() + "]";
      Map<String, Value> inputs = new LinkedHashMap<>();
      inputs.put(Actions.INPUT, Parse.source(image, place, mistakes));
      items.add(new ItemInput(Optional.empty(), inputs));
    }
    Problems.refuseIfAny(mistakes);
    var saving = runs.workflows().publish(Access.caller(context), "workflow", compiled.source());
    return switch (saving) {
      case Workflows.Saving.Saved(var saved) ->
          new Wanted(label, saved.name(), saved.version(), items);
      case Workflows.Saving.Broken(var problems) ->
          throw Problems.mistakes(problems.stream().map(compiled::field).toList());
      case Workflows.Saving.Refused(var why) -> throw Refusal.of(400, why.line()).exception();
    };
  }

  private void executed(Context context, String batch) {
    var found = BatchId.parse(batch).flatMap(id -> batches.get(Access.caller(context), id));
    Wire.send(
        context,
        202,
        render(context).accepted(found.orElseThrow(Problems::unknown), Optional.empty()));
  }

  private void list(Context context) {
    var query =
        Query.of(
            context, "status", "workflowId", "createdAfter", "createdBefore", "limit", "offset");
    var standings =
        query.read("status", "pending, running, completed, failed or cancelled", Statuses::batches);
    int limit = query.number("limit", 1, 100).map(Long::intValue).orElse(50);
    int offset = offset(query);
    var caller = Access.caller(context);
    var workflow = query.text("workflowId").map(Ids::workflowName);
    boolean known =
        workflow
            .filter(name -> runs.workflows().get(caller, name, Optional.empty()).isPresent())
            .isPresent();
    var wanted =
        BatchQuery.ALL
            .by(Optional.of(caller.user()))
            .standing(standings.orElse(Set.of()))
            .of(workflow.filter(_ -> known))
            .named(query.text("workflowId").filter(_ -> !known))
            .created(Parse.time(query, "createdAfter"), Parse.time(query, "createdBefore"));
    var found = batches.list(caller, wanted, offset, limit + 1);
    var render = render(context);
    var shown = found.stream().limit(limit).map(render::listItem).toList();
    Wire.send(
        context,
        200,
        new Wire.Batches(
            caller.tenant().value(),
            shown,
            new Wire.Pagination(limit, offset, shown.size(), found.size() > limit),
            filters(query)));
  }

  private static int offset(Query query) {
    return query.number("offset", 0, Integer.MAX_VALUE).map(Long::intValue).orElse(0);
  }

  private static Map<String, String> filters(Query query) {
    var filters = new LinkedHashMap<String, String>();
    for (var name : List.of("status", "workflowId", "createdAfter", "createdBefore")) {
      query.text(name).ifPresent(value -> filters.put(name, value));
    }
    return filters;
  }

  private void status(Context context) {
    // format=preview stands in the links of an accepted batch; the answer is the same
    Query.of(context, "format");
    Wire.send(context, 200, render(context).status(find(context), Optional.empty(), runs.now()));
  }

  /** A batch of the caller's own; anybody else's looks like an unknown one. */
  private BatchRecord find(Context context) {
    var given = context.pathParam("batchId");
    var caller = Access.caller(context);
    return Ids.parse(given)
        .flatMap(id -> batches.get(caller, id))
        .filter(batch -> batch.creator().user().equals(caller.user()))
        .filter(batch -> Ids.batch(batch).equals(given))
        .orElseThrow(Problems::unknown);
  }

  private void cancel(Context context) {
    Query.of(context);
    var batch = find(context);
    var caller = Access.caller(context);
    var previous = previous(batch);
    var refusal = batches.cancel(caller, batch.id());
    if (refusal.isPresent()) {
      // it ended in this very moment
      throw refused(refusal.get(), batches.get(caller, batch.id()).orElse(batch));
    }
    var now = batches.get(caller, batch.id()).orElse(batch);
    Wire.send(context, 200, render(context).cancelled(now, previous));
  }

  private static String previous(BatchRecord batch) {
    var status = Statuses.of(BatchStanding.of(batch.state()));
    if (!status.equals("pending") && !status.equals("running")) {
      throw already(status);
    }
    return status;
  }

  private static RuntimeException refused(Failure why, BatchRecord batch) {
    var status = Statuses.of(BatchStanding.of(batch.state()));
    return status.equals("pending") || status.equals("running")
        ? Refusal.of(400, why.line()).exception()
        : already(status);
  }

  private static RuntimeException already(String status) {
    return Refusal.of(400, "Batch is already " + status).exception();
  }

  private void executions(Context context) {
    var query = Query.of(context, "status", "limit", "offset");
    var filter = query.read("status", "pending, running, success or failed", Statuses::executions);
    int limit = query.number("limit", 1, 500).map(Long::intValue).orElse(100);
    int offset = offset(query);
    var batch = find(context);
    var caller = Access.caller(context);
    // without a filter the place is the number, however far it is
    int after = filter.isPresent() ? 0 : Math.min(offset, BatchState.ITEMS_MAX);
    var found =
        batches.items(
            caller,
            batch.id(),
            filter.orElse(RunFilter.ALL),
            after,
            filter.isPresent() ? offset : 0,
            limit + 1);
    var render = render(context);
    var shown = found.stream().limit(limit).map(run -> render.execution(batch, run)).toList();
    Wire.send(
        context,
        200,
        new Wire.ExecutionPage(
            Ids.batch(batch),
            batch.state().counts().total(),
            shown,
            new Wire.Pagination(limit, offset, shown.size(), found.size() > limit)));
  }

  @Override
  public Optional<Refusal> explain(Exception failure) {
    return Problems.explain(failure);
  }

  @Override
  public void refuse(Context context, Refusal refusal) {
    Problems.send(context, refusal);
  }
}

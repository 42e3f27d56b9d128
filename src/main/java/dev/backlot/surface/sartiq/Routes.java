package dev.backlot.surface.sartiq;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.http.Surface;
import dev.backlot.json.Json;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Documents;
import dev.backlot.runtime.RunView;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Webhooks;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.Contract;
import dev.backlot.surface.Links;
import dev.backlot.surface.Models;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Sartiq's workflows below a prefix. */
public final class Routes implements Surface {
  private static final int READ_AT_ONCE = 25;
  private static final String WORKFLOWS = "/api/v1/workflows";
  private static final String ONE = WORKFLOWS + "/{workflow_id}";
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Runs runs;
  private final Documents documents;
  private final TaskTypes types;
  private final Models models;
  private final Links links;
  private final Shelf shelf;
  private final Starts starts;
  private final Once once;
  private final String prefix;
  private final Contract contract = Contract.named("sartiq");

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
    this.runs = runs;
    this.documents = runs.documents();
    this.types = new TaskTypes(registry);
    this.models = models;
    this.links = links;
    this.shelf = new Shelf(runs, types);
    this.starts = new Starts(runs, webhooks);
    this.once = new Once(runs.idempotencyKeys(), scratch);
    this.prefix = prefix;
  }

  @Override
  public boolean serves(String path) {
    return prefix.isEmpty()
        ? path.equals(WORKFLOWS) || path.startsWith(WORKFLOWS + "/")
        : path.equals(prefix) || path.startsWith(prefix + "/");
  }

  @Override
  public Set<String> open() {
    return prefix.isEmpty() ? Set.of() : Contract.paths(prefix);
  }

  @Override
  public void routes(RoutesConfig routes) {
    routes.post(
        prefix + WORKFLOWS + "/", once.handler(Body.JSON_BYTES_MAX, this::create, this::created));
    routes.get(prefix + WORKFLOWS + "/", this::list);
    // as FastAPI does with the path that lacks its slash
    routes.get(prefix + WORKFLOWS, this::addSlash);
    routes.post(prefix + WORKFLOWS, this::addSlash);
    routes.get(prefix + ONE, this::get);
    routes.patch(prefix + ONE, this::update);
    routes.delete(prefix + ONE, this::cancel);
    routes.post(prefix + ONE + "/start", this::start);
    routes.post(prefix + ONE + "/resume", this::resume);
    routes.post(prefix + ONE + "/cleanup", this::cleanup);
    if (!prefix.isEmpty()) {
      contract.add(routes, prefix);
    }
  }

  private void addSlash(Context context) {
    var query = Optional.ofNullable(context.queryString()).map(text -> "?" + text).orElse("");
    context.status(307).header("Location", prefix + WORKFLOWS + "/" + query);
  }

  private void create(Context context, Optional<Claim> claim) throws IOException {
    boolean atOnce = Query.of(context, "start").bool("start").orElse(true);
    var caller = Access.caller(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var given = Parse.workflow(Body.json(context), mistakes);
    Problems.refuseIfAny(mistakes);
    var compiled = new Compiler(types, models, mistakes).compile(given);
    Problems.refuseIfAny(mistakes);
    var definition = starts.published(caller, given, compiled);
    var now = runs.now();
    var document =
        new DocumentRecord(
            Shelf.KIND,
            UUID.randomUUID().toString(),
            caller,
            Optional.empty(),
            Shelf.tags(definition, Statuses.PENDING),
            Json.MAPPER.writeValueAsString(definition),
            false,
            now,
            now);
    // refused before anything is kept, whether it starts now or later
    starts.check(caller, document, definition);
    if (atOnce) {
      starts.begin(caller, document, definition, compiled.inputs(), claim);
    } else {
      documents.create(document, claim);
    }
    created(context, document.id());
  }

  private void created(Context context, String resource) {
    var caller = Access.caller(context);
    // the key of a workflow that starts at once is used up by its batch
    var document =
        documents
            .get(caller, Shelf.KIND, resource)
            .or(() -> BatchId.parse(resource).flatMap(batch -> documents.of(caller, batch)))
            .orElseThrow(Problems::unknown);
    Wire.send(context, 201, view(context, document));
  }

  private Wire.Workflow view(Context context, DocumentRecord document) {
    var caller = Access.caller(context);
    var batch = batch(caller, document);
    return new Render(context, caller, links).workflow(document, batch, run(caller, document));
  }

  private Optional<BatchRecord> batch(Caller caller, DocumentRecord document) {
    return document.batch().flatMap(id -> runs.batches().get(caller, id));
  }

  private Optional<RunView> run(Caller caller, DocumentRecord document) {
    return document.batch().flatMap(id -> runs.batches().run(caller, id.run(1)));
  }

  private void list(Context context) {
    var query =
        Query.of(
            context,
            "status",
            "origin_instance",
            "origin_tenant_id",
            "include_deleted",
            "skip",
            "limit");
    var page = shelf.list(Access.caller(context), query);
    Wire.send(
        context,
        200,
        new Wire.WorkflowList(
            views(context, page.documents()), page.total(), page.skip(), page.limit()));
  }

  /** Read some at a time, as each may be long. */
  private List<Wire.Workflow> views(Context context, List<DocumentRecord> documents) {
    var caller = Access.caller(context);
    var render = new Render(context, caller, links);
    var views = new ArrayList<Wire.Workflow>();
    for (int from = 0; from < documents.size(); from += READ_AT_ONCE) {
      var some = documents.subList(from, Math.min(from + READ_AT_ONCE, documents.size()));
      var ids = some.stream().flatMap(one -> one.batch().stream()).toList();
      var items = runs.batches().firstItems(caller, ids);
      for (var document : some) {
        var item = document.batch().flatMap(id -> Optional.ofNullable(items.get(id)));
        views.add(render.workflow(document, item));
      }
    }
    return views;
  }

  private DocumentRecord find(Context context) {
    return shelf.find(Access.caller(context), id(context)).orElseThrow(Problems::unknown);
  }

  private static String id(Context context) {
    var id = context.pathParam("workflow_id");
    if (!UUID_FORM.matcher(id).matches()) {
      throw Refusal.of(
              422,
              "expected a UUID",
              List.of(new Refusal.Field("workflow_id", "expected a UUID, but '" + id + "'")))
          .exception();
    }
    return id.toLowerCase(java.util.Locale.ROOT);
  }

  private void get(Context context) {
    Query.of(context);
    Wire.send(context, 200, view(context, find(context)));
  }

  private void update(Context context) throws IOException {
    Query.of(context);
    var body = Body.json(context);
    var caller = Access.caller(context);
    var changed =
        changed(
            context,
            document -> {
              var mistakes = new ArrayList<Refusal.Field>();
              var definition = Parse.update(body, Render.definition(document), mistakes);
              Problems.refuseIfAny(mistakes);
              if (body.has("webhook_url")) {
                starts.retell(caller, document, definition);
              }
              var text = Json.MAPPER.writeValueAsString(definition);
              return document.with(document.tags(), text, runs.now());
            });
    Wire.send(context, 200, view(context, changed));
  }

  private DocumentRecord changed(Context context, UnaryOperator<DocumentRecord> change) {
    var changing =
        documents.change(
            Access.caller(context),
            Shelf.KIND,
            id(context),
            document -> new Documents.Changing.Changed(change.apply(document)));
    return switch (changing) {
      case Documents.Changing.Changed(var document) -> document;
      case Documents.Changing.Refused(var why) -> throw Problems.conflict(why.line());
      case Documents.Changing.Unknown() -> {
        find(context);
        throw Problems.elsewhere();
      }
    };
  }

  private void start(Context context) {
    Query.of(context);
    var caller = Access.caller(context);
    var changed =
        changed(
            context,
            document -> {
              require(caller, document, "start", Statuses.PENDING);
              var definition = Render.definition(document);
              var inputs =
                  new Compiler(types, models, new ArrayList<>()).compile(definition).inputs();
              starts.begin(caller, document, definition, inputs, Optional.empty());
              return documents
                  .get(caller, Shelf.KIND, document.id())
                  .orElseThrow(Problems::unknown);
            });
    Wire.send(context, 200, view(context, changed));
  }

  /** Whether a workflow stands where something can be done with it. */
  private void require(Caller caller, DocumentRecord document, String what, String... statuses) {
    var status = Render.status(document, batch(caller, document));
    if (!List.of(statuses).contains(status) || document.deleted()) {
      throw Problems.conflict(
          "Cannot "
              + what
              + " a workflow that is "
              + (document.deleted() ? "deleted" : status)
              + "; it has to be "
              + String.join(" or ", statuses));
    }
  }

  private void cancel(Context context) {
    Query.of(context);
    var caller = Access.caller(context);
    var document = find(context);
    require(caller, document, "cancel", Statuses.PENDING, "RUNNING");
    if (document.batch().isPresent()) {
      runs.batches()
          .cancel(caller, document.batch().get())
          .ifPresent(
              why -> {
                throw Problems.conflict(why.line());
              });
      Wire.send(context, 200, view(context, document));
      return;
    }
    var changed =
        changed(
            context,
            one -> {
              require(caller, one, "cancel", Statuses.PENDING);
              var tags = Shelf.tags(Render.definition(one), Statuses.CANCELLED);
              return one.with(tags, one.body(), runs.now());
            });
    Wire.send(context, 200, view(context, changed));
  }

  /** From the last checkpoint: what has finished stays. */
  private void resume(Context context) {
    Query.of(context);
    var caller = Access.caller(context);
    var document = find(context);
    require(caller, document, "resume", "FAILED", "PAUSED");
    var batch = document.batch().orElseThrow(Problems::unknown);
    boolean paused = Render.status(document, batch(caller, document)).equals("PAUSED");
    var refusal =
        paused ? runs.batches().resume(caller, batch) : runs.batches().resume(caller, batch.run(1));
    if (refusal.isPresent()) {
      throw Problems.conflict(refusal.get().line());
    }
    Wire.send(context, 200, view(context, document));
  }

  private void cleanup(Context context) {
    boolean cleansTasks = Query.of(context, "cleanup_tasks").bool("cleanup_tasks").orElse(true);
    var caller = Access.caller(context);
    var found = find(context);
    if (!shelf.has(caller, found)) {
      throw Problems.elsewhere();
    }
    var status = Render.status(found, batch(caller, found));
    if (status.equals("RUNNING") || status.equals("PAUSED")) {
      throw Problems.conflict("Cannot clean up a workflow that is " + status + "; cancel it first");
    }
    var detail =
        cleansTasks && !found.deleted()
            ? new Cleanup(runs, caller).of(found, run(caller, found))
            : new Wire.CleanupDetail(0, 0, List.of(), List.of());
    var document = found.deleted() ? found : changed(context, one -> one.deleted(runs.now()));
    Wire.send(context, 200, new Wire.Cleanup(view(context, document), detail));
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

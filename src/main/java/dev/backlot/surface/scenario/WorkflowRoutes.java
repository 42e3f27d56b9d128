package dev.backlot.surface.scenario;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.Caller;
import dev.backlot.model.Role;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Documents;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Workflows: kept, changed, made ready. */
final class WorkflowRoutes {
  private static final int PAGE_MAX = 100;
  private static final int TAGGED_MAX = 1_000;
  private static final String TAG = "tag:";

  private final Runs runs;
  private final Documents documents;
  private final StepRegistry registry;
  private final Models models;
  private final Once once;
  private final AssetRoutes.Renders renders;

  WorkflowRoutes(
      Runs runs, StepRegistry registry, Models models, Once once, AssetRoutes.Renders renders) {
    this.runs = runs;
    this.documents = runs.documents();
    this.registry = registry;
    this.models = models;
    this.once = once;
    this.renders = renders;
  }

  void add(RoutesConfig routes, String base) {
    var workflows = base + "/workflows";
    routes.get(workflows, this::list);
    routes.post(
        workflows, once.handler(Body.JSON_BYTES_MAX, this::create, this::created), Least.EDITOR);
    routes.get(workflows + "/tags", this::tags);
    routes.get(workflows + "/{workflowId}", this::get);
    routes.put(workflows + "/{workflowId}", this::update, Least.EDITOR);
    routes.delete(workflows + "/{workflowId}", this::delete, Least.EDITOR);
  }

  private void list(Context context) {
    var query =
        Query.of(context, "projectId", "privacy", "status", "tags", "pageSize", "paginationToken");
    var privacy =
        query.read(
            "privacy",
            "private, public or unlisted",
            word -> Optional.of(word).filter(List.of("private", "public", "unlisted")::contains));
    var tags = new HashMap<String, String>();
    status(query).ifPresent(status -> tags.put("status", status));
    query
        .text("tags")
        .ifPresent(
            text -> List.of(text.split(",", -1)).forEach(tag -> tags.put(TAG + tag.strip(), "1")));
    if (privacy.filter(word -> !word.equals("private")).isPresent()) {
      // nothing of a tenant is public here
      Wire.send(context, 200, new Wire.Workflows(List.of(), Optional.empty()));
      return;
    }
    var page =
        Pages.of(
            documents,
            Access.caller(context),
            DocumentQuery.of(Definition.WORKFLOW).tagged(tags),
            query,
            PAGE_MAX);
    var render = renders.of(context);
    Wire.send(
        context,
        200,
        new Wire.Workflows(page.documents().stream().map(render::workflow).toList(), page.next()));
  }

  private static Optional<String> status(Query query) {
    return query.read(
        "status",
        "draft or ready",
        word -> Optional.of(word).filter(List.of(Definition.DRAFT, Definition.READY)::contains));
  }

  private void tags(Context context) {
    var query = Query.of(context, "projectId", "status");
    var tags = new HashMap<String, String>();
    status(query).ifPresent(status -> tags.put("status", status));
    var wanted = DocumentQuery.of(Definition.WORKFLOW).tagged(tags);
    var found = new TreeSet<String>();
    for (var one :
        documents.list(Access.caller(context), wanted, Optional.empty(), 0, TAGGED_MAX)) {
      found.addAll(Definition.of(one).tagSet());
    }
    Wire.send(context, 200, new Wire.Tags(List.copyOf(found)));
  }

  private static Map<String, String> tags(Definition workflow) {
    var tags = new HashMap<String, String>();
    tags.put("status", workflow.status());
    workflow.tagSet().forEach(tag -> tags.put(TAG + tag, "1"));
    return tags;
  }

  private void create(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context, "projectId");
    var mistakes = new ArrayList<Refusal.Field>();
    var workflow = Parse.created(Body.json(context), mistakes);
    Problems.refuseIfAny(mistakes);
    var now = runs.now();
    var document =
        new DocumentRecord(
            Definition.WORKFLOW,
            Ids.make("wflow"),
            Access.caller(context),
            Optional.empty(),
            tags(workflow),
            Json.MAPPER.writeValueAsString(workflow),
            false,
            now,
            now);
    documents.create(document, claim);
    created(context, document.id());
  }

  private void created(Context context, String id) {
    Wire.send(context, 200, new Wire.OneWorkflow(renders.of(context).workflow(find(context, id))));
  }

  DocumentRecord find(Context context, String id) {
    return documents
        .get(Access.caller(context), Definition.WORKFLOW, id)
        .filter(document -> !document.deleted())
        .orElseThrow(() -> Problems.unknown("workflow", id));
  }

  private void get(Context context) {
    Query.of(context, "projectId");
    created(context, context.pathParam("workflowId"));
  }

  private void update(Context context) throws IOException {
    Query.of(context, "projectId");
    var body = Body.json(context);
    var caller = Access.caller(context);
    var id = context.pathParam("workflowId");
    find(context, id);
    documents.change(
        caller,
        Definition.WORKFLOW,
        id,
        document -> {
          requireAuthor(context, document);
          var mistakes = new ArrayList<Refusal.Field>();
          var before = Definition.of(document);
          var changed = Parse.updated(body, before, caller.user(), runs.now(), mistakes);
          Problems.refuseIfAny(mistakes);
          boolean compiles =
              changed.isReady()
                  && (!before.isReady()
                      || !changed.flow().equals(before.flow())
                      || !changed.inputs().equals(before.inputs()));
          var kept = compiles ? ready(caller, changed) : changed;
          return new Documents.Changing.Changed(
              document.with(tags(kept), Json.MAPPER.writeValueAsString(kept), runs.now()));
        });
    created(context, id);
  }

  /** A locked workflow is its author's and the admins'. */
  private static void requireAuthor(Context context, DocumentRecord document) {
    var author = document.creator().user();
    boolean may =
        !Definition.of(document).lock().locked()
            || Access.caller(context).user().equals(author)
            || Access.principal(context).role() == Role.ADMIN;
    if (!may) {
      throw Refusal.of(
              403,
              "The workflow is locked; only its author, " + author + ", and admins may change it")
          .exception();
    }
  }

  /** The flow as a published workflow of ours. */
  private Definition ready(Caller caller, Definition workflow) {
    var mistakes = new ArrayList<Refusal.Field>();
    if (workflow.flow().isEmpty()) {
      mistakes.add(new Refusal.Field("flow", "expected nodes, but there are none"));
    }
    Problems.refuseIfAny(mistakes);
    var compiler =
        new Compiler(
            registry,
            models,
            id ->
                documents
                    .get(caller, Definition.WORKFLOW, id)
                    .map(Definition::of)
                    .filter(Definition::isReady),
            workflow.inputs(),
            workflow.flow(),
            mistakes);
    var compiled = compiler.compile();
    Problems.refuseIfAny(mistakes);
    return switch (runs.workflows().publish(caller, "flow", compiled.source())) {
      case Workflows.Saving.Saved(var saved) ->
          workflow.published(
              saved.name(), saved.version(), compiler.outputs(), compiled.files(), runs.now());
      case Workflows.Saving.Broken(var problems) -> {
        Problems.refuseIfAny(
            problems.stream().map(one -> Compiler.field(one, workflow.flow())).toList());
        throw Problems.bad("the flow cannot be used");
      }
      case Workflows.Saving.Refused(var why) -> throw Problems.bad(why.line());
    };
  }

  private void delete(Context context) {
    Query.of(context, "projectId");
    var id = context.pathParam("workflowId");
    find(context, id);
    var caller = Access.caller(context);
    documents.change(
        caller,
        Definition.WORKFLOW,
        id,
        document -> {
          requireAuthor(context, document);
          return new Documents.Changing.Changed(document.deleted(runs.now()));
        });
    Wire.send(context, 200, new Wire.Success(true));
  }
}

package dev.backlot.surface.backlot;

import dev.backlot.definition.PortSchemas;
import dev.backlot.definition.Reading;
import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.json.Json;
import dev.backlot.model.Caller;
import dev.backlot.model.Workflow;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Workflows;
import dev.backlot.store.WorkflowRecord;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Workflows: check, save as draft, publish, look. */
final class WorkflowRoutes {
  private static final String PATH = "/v1/workflows";
  private static final String FILE = "workflow";

  private final Workflows workflows;
  private final Once once;

  WorkflowRoutes(Runs runs, Once once) {
    this.workflows = runs.workflows();
    this.once = once;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, once.handler(Body.JSON_BYTES_MAX, this::save, this::saved), Least.EDITOR);
    routes.get(PATH, this::list);
    routes.post(PATH + "/validate", this::validate);
    routes.get(PATH + "/{name}", this::get);
    routes.post(PATH + "/{name}/versions/{version}/publish", this::publish, Least.EDITOR);
  }

  private void save(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var source = Parse.workflowSource(context);
    answer(context, 201, workflows.save(Access.caller(context), FILE, source, claim));
  }

  /** What was saved under a key, as it is now: a draft may have changed since. */
  private void saved(Context context, String resource) {
    int mark = resource.indexOf("?version=");
    var name = resource.substring(0, mark);
    int version = Integer.parseInt(resource.substring(mark + "?version=".length()));
    var found = workflows.get(Access.caller(context), name, Optional.of(version));
    answer(context, 201, new Workflows.Saving.Saved(found.orElseThrow()));
  }

  private void answer(Context context, int status, Workflows.Saving saving) {
    switch (saving) {
      case Workflows.Saving.Broken(var problems) -> throw Problems.broken(problems);
      case Workflows.Saving.Refused(var why) -> throw Problems.rejected(why);
      case Workflows.Saving.Saved(var workflow) -> {
        context.header("Location", PATH + "/" + workflow.name() + "?version=" + workflow.version());
        Render.send(context, status, whole(Access.caller(context), workflow));
      }
    }
  }

  private Wire.Workflow whole(Caller caller, WorkflowRecord workflow) {
    var graph = workflows.graph(caller.tenant(), workflow.name(), workflow.version());
    return Render.workflow(
        workflow, graph.map(WorkflowRoutes::inputs), Optional.of(workflow.source()));
  }

  private void list(Context context) {
    var query = Query.of(context, "after", "limit");
    var found =
        workflows.list(Access.caller(context), query.text("after").orElse(""), query.limit() + 1);
    Render.send(
        context,
        200,
        Render.page(
            found,
            query.limit(),
            workflow -> Render.workflow(workflow, Optional.empty(), Optional.empty()),
            WorkflowRecord::name));
  }

  private void validate(Context context) throws IOException {
    Query.of(context);
    var verdict =
        switch (workflows.check(Access.caller(context), FILE, Parse.workflowSource(context))) {
          case Reading.Valid(var definition) ->
              new Wire.Validation(true, List.of(), Optional.of(inputs(definition.workflow())));
          case Reading.Broken(var found) ->
              new Wire.Validation(
                  false, found.stream().map(Render::flaw).toList(), Optional.empty());
        };
    Render.send(context, 200, verdict);
  }

  private static JsonNode inputs(Workflow graph) {
    return Json.MAPPER.valueToTree(PortSchemas.jsonSchema(List.copyOf(graph.inputs().values())));
  }

  private void get(Context context) {
    var version = Parse.version(Query.of(context, "version"));
    Render.send(context, 200, whole(Access.caller(context), find(context, version)));
  }

  private void publish(Context context) {
    Query.of(context);
    var wanted = context.pathParam("version");
    var version = wanted.matches("[1-9]\\d{0,8}") ? Integer.parseInt(wanted) : 0;
    if (version == 0) {
      throw Problems.unknown("workflow version", wanted);
    }
    var workflow = find(context, Optional.of(version));
    answer(context, 200, workflows.publish(Access.caller(context), workflow.name(), version));
  }

  private WorkflowRecord find(Context context, Optional<Integer> version) {
    var name = context.pathParam("name");
    return workflows
        .get(Access.caller(context), name, version)
        .orElseThrow(
            () ->
                Problems.unknown(
                    "workflow", name + version.map(number -> "' version '" + number).orElse("")));
  }
}

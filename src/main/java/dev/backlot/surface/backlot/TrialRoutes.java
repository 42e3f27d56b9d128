package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.Port;
import dev.backlot.model.Workflow;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Workflows;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.WorkflowRecord;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** A workflow file is tried on one input before it is saved. */
final class TrialRoutes {
  private static final String PATH = "/v1/workflows/try";
  private static final String FILE = "workflow";
  private static final int SOURCE_MAX = 1_000_000;

  private final Runs runs;
  private final Once once;

  TrialRoutes(Runs runs, Once once) {
    this.runs = runs;
    this.once = once;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, once.handler(Body.JSON_BYTES_MAX, this::start, this::started), Least.EDITOR);
  }

  private void start(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(Body.json(context), "", mistakes, "source", "name", "inputs");
    var source = fields.required("source", fields.text("source", SOURCE_MAX));
    var name = fields.text("name", Parse.NAME_MAX);
    var inputs = fields.object("inputs");
    Parse.refuseIfAny(mistakes);
    var caller = Access.caller(context);
    switch (runs.workflows().trial(caller, FILE, source.orElseThrow())) {
      case Workflows.Saving.Broken(var problems) -> throw Problems.broken(problems);
      case Workflows.Saving.Refused(var why) -> throw Problems.rejected(why);
      case Workflows.Saving.Saved(var workflow) -> {
        var item = Json.object();
        name.ifPresent(given -> item.put("name", given));
        inputs.ifPresent(given -> item.set("inputs", given));
        var list = Json.MAPPER.createArrayNode().add(item);
        var items =
            new Items(Items.of(list), ports(caller, workflow), id -> runs.assets().get(caller, id));
        create(context, workflow, items, claim);
      }
    }
  }

  private void create(
      Context context, WorkflowRecord workflow, Items items, Optional<Claim> claim) {
    var wanted =
        new NewBatch(
            "Try of " + workflow.name().substring(Workflows.TRIAL.length()),
            workflow.name(),
            Optional.of(workflow.version()),
            new BatchSettings(1, true, true),
            Optional.empty(),
            Optional.empty());
    switch (runs.batches().create(Access.caller(context), wanted, items, claim)) {
      case Batches.Creation.Refused(var problems) -> throw Problems.unfit(problems);
      case Batches.Creation.OverQuota over -> throw Problems.overQuota(over);
      case Batches.Creation.Created(var batch) -> started(context, batch);
    }
  }

  private Map<String, Port> ports(Caller caller, WorkflowRecord workflow) {
    return runs.workflows()
        .graph(caller.tenant(), workflow.name(), workflow.version())
        .map(Workflow::inputs)
        .orElse(Map.of());
  }

  /** A try that was started under a key, as it is now. */
  private void started(Context context, String resource) {
    var caller = Access.caller(context);
    var batch = BatchId.parse(resource).flatMap(id -> runs.batches().get(caller, id));
    started(context, batch.orElseThrow());
  }

  private void started(Context context, BatchRecord batch) {
    context.header("Location", "/v1/batches/" + batch.id());
    Render.send(context, 201, Render.batch(batch, runs.now()));
  }
}

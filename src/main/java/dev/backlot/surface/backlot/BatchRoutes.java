package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.http.Spool;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Look;
import dev.backlot.model.Port;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.Workflow;
import dev.backlot.runtime.Assets;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.RunView;
import dev.backlot.runtime.Runs;
import dev.backlot.store.Acknowledgement;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Batches and their runs: create, look, steer. */
final class BatchRoutes {
  private static final String PATH = "/v1/batches";
  private static final String RUN = "/v1/runs/{id}";
  private static final String ACKNOWLEDGEMENT = "/{id}/acknowledgement";
  private static final String LINES = "application/x-ndjson";

  private final Runs runs;
  private final Batches batches;
  private final Path scratch;
  private final Once once;

  BatchRoutes(Runs runs, Path scratch, Once once) {
    this.once = once;
    this.runs = runs;
    this.batches = runs.batches();
    this.scratch = scratch;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, once.handler(Assets.BYTES_MAX, this::create, this::created));
    routes.post(PATH + "/dry-run", this::dryRun);
    routes.get(PATH, this::list);
    routes.get(PATH + "/{id}", this::get);
    routes.patch(PATH + "/{id}", this::change);
    routes.get(PATH + "/{id}/items", this::items);
    routes.get(PATH + "/{id}/failures", this::failures);
    routes.get(PATH + "/{id}/steps", this::steps);
    routes.get(PATH + "/{id}/duplicates", this::duplicates);
    routes.post(PATH + "/{id}/pause", steerBatch(batches::pause));
    routes.post(PATH + "/{id}/resume", steerBatch(batches::resume));
    routes.post(PATH + "/{id}/cancel", steerBatch(batches::cancel));
    routes.put(PATH + ACKNOWLEDGEMENT, this::acknowledge);
    routes.delete(PATH + ACKNOWLEDGEMENT, steerBatch(batches::unacknowledge));
    routes.get(RUN, this::run);
    routes.post(RUN + "/pause", steerRun(batches::pause));
    routes.post(RUN + "/resume", steerRun(batches::resume));
    routes.post(RUN + "/cancel", steerRun(batches::cancel));
  }

  /** What the runtime answers to a command: why not, or nothing. */
  private interface Command<I> {
    Optional<Failure> send(Caller caller, I id);
  }

  private void create(Context context, Optional<Claim> claim) throws IOException {
    if (Body.mediaType(context).equals(LINES)) {
      createFromLines(context, claim);
    } else {
      Query.of(context);
      var request = Parse.batch(Body.json(context));
      create(context, request.batch(), Items.of(request.items()), claim);
    }
  }

  /** The same request, the same checks; nothing is created. */
  private void dryRun(Context context) throws IOException {
    Query.of(context);
    var request = Parse.batch(Body.json(context));
    var caller = Access.caller(context);
    var pinned = pinned(caller, request.batch());
    var items =
        new Items(
            Items.of(request.items()), inputs(caller, pinned), id -> runs.assets().get(caller, id));
    Render.send(context, 200, Render.dryRun(batches.dryRun(caller, pinned, items)));
  }

  private void change(Context context) throws IOException {
    Query.of(context);
    var body = Body.json(context);
    var id = batch(context).id();
    accepted(
        batches.change(
            Access.caller(context), id, current -> ParseSettings.changes(body, current)));
    get(context);
  }

  private void acknowledge(Context context) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var note =
        Fields.of(Body.json(context), "", mistakes, "note")
            .text("note", Acknowledgement.NOTE_MAX)
            .orElse("");
    Parse.refuseIfAny(mistakes);
    accepted(batches.acknowledge(Access.caller(context), batch(context).id(), note));
    get(context);
  }

  private void createFromLines(Context context, Optional<Claim> claim) throws IOException {
    var known =
        Stream.of(List.of("workflow", "version", "name"), ParseSettings.QUERY)
            .flatMap(List::stream)
            .toArray(String[]::new);
    var query = Query.of(context, known);
    var wanted = Parse.batch(query);
    try (var spool = Spool.of(Body.stream(context, Assets.BYTES_MAX), scratch)) {
      create(context, wanted, Items.of(spool), claim);
    }
  }

  /** A batch that was created under a key, as it is now. */
  private void created(Context context, String resource) {
    var batch = BatchId.parse(resource).flatMap(id -> batches.get(Access.caller(context), id));
    created(context, batch.orElseThrow());
  }

  private void created(Context context, BatchRecord batch) {
    context.header("Location", PATH + "/" + batch.id());
    Render.send(context, 201, Render.batch(batch, runs.now()));
  }

  private void create(
      Context context, NewBatch wanted, Items.Source source, Optional<Claim> claim) {
    var caller = Access.caller(context);
    var pinned = pinned(caller, wanted);
    var items = new Items(source, inputs(caller, pinned), id -> runs.assets().get(caller, id));
    switch (batches.create(caller, pinned, items, claim)) {
      case Batches.Creation.Refused(var problems) -> throw Problems.unfit(problems);
      case Batches.Creation.OverQuota over -> throw Problems.overQuota(over);
      case Batches.Creation.Created(var batch) -> created(context, batch);
    }
  }

  /** Names the version, so that items are read for the one that they will run with. */
  private NewBatch pinned(Caller caller, NewBatch wanted) {
    var version = wanted.version().or(() -> batches.newestPublished(caller, wanted.workflow()));
    return new NewBatch(
        wanted.name(),
        wanted.workflow(),
        version,
        wanted.settings(),
        wanted.resumeKey(),
        wanted.publishRoot());
  }

  /** None when there is no such workflow; creating the batch tells so. */
  private Map<String, Port> inputs(Caller caller, NewBatch batch) {
    return batch
        .version()
        .flatMap(version -> runs.workflows().graph(caller.tenant(), batch.workflow(), version))
        .map(Workflow::inputs)
        .orElse(Map.of());
  }

  private void list(Context context) {
    var query = Query.of(context, "status", "redrive_of", "after", "limit");
    var status = query.read("status", "the status of a batch", BatchStatus::parse);
    var taken = query.read("redrive_of", "the id of a batch", BatchId::parse);
    var before = query.read("after", "the id of a batch", BatchId::parse);
    var found = batches.list(Access.caller(context), status, taken, before, query.limit() + 1);
    Render.send(
        context,
        200,
        Render.page(
            found, query.limit(), batch -> Render.batch(batch, runs.now()), BatchRecord::id));
  }

  private void get(Context context) {
    Query.of(context);
    Render.send(context, 200, Render.batch(batch(context), runs.now()));
  }

  private BatchRecord batch(Context context) {
    var id = context.pathParam("id");
    return BatchId.parse(id)
        .flatMap(batch -> batches.get(Access.caller(context), batch))
        .orElseThrow(() -> Problems.unknown("batch", id));
  }

  private void items(Context context) {
    var query = Query.of(context, "status", "step", "rejected", "failed_like", "after", "limit");
    var like = query.number("failed_like", 1, BatchState.ITEMS_MAX);
    if (like.isPresent()) {
      failedLike(context, query, like.get().intValue());
      return;
    }
    var status = query.read("status", "the status of a run", RunStatus::parse);
    var after = query.number("after", 0, BatchState.ITEMS_MAX).map(Long::intValue).orElse(0);
    var filter =
        status
            .map(RunFilter::of)
            .orElse(RunFilter.ALL)
            .failedAt(query.text("step"))
            .rejected(query.bool("rejected"));
    var found =
        batches.items(
            Access.caller(context), batch(context).id(), filter, after, query.limit() + 1);
    Render.send(
        context, 200, Render.page(found, query.limit(), Render::run, run -> run.id().item()));
  }

  private void failedLike(Context context, Query query, int item) {
    for (var other : List.of("status", "step", "rejected")) {
      if (query.text(other).isPresent()) {
        throw Refusal.field(other, "expected nothing beside failed_like, which says it already")
            .exception();
      }
    }
    var caller = Access.caller(context);
    var like =
        batches
            .run(caller, batch(context).id().run(item))
            .map(RunView::run)
            .filter(run -> run.status() == RunStatus.FAILED)
            .orElseThrow(
                () ->
                    Refusal.field("failed_like", "expected an item that has failed, but " + item)
                        .exception());
    var after = query.number("after", 0, BatchState.ITEMS_MAX).map(Long::intValue).orElse(0);
    var found = batches.failedAlike(caller, like, after, query.limit());
    Render.send(
        context,
        200,
        new Wire.Page<>(
            found.items().stream().map(Render::run).toList(),
            found.next().map(last -> Integer.toString(last))));
  }

  private void failures(Context context) {
    Query.of(context);
    var found = batches.failures(Access.caller(context), batch(context));
    var groups =
        found.groups().stream()
            .map(
                one ->
                    new Wire.FailureGroup(
                        one.step(),
                        one.kind(),
                        Optional.of(true).filter(_ -> one.rejected()),
                        one.message(),
                        one.count(),
                        one.firstItem()))
            .toList();
    Render.send(context, 200, new Wire.FailureGroups(groups, found.others(), found.rejected()));
  }

  private void steps(Context context) {
    Query.of(context);
    var caller = Access.caller(context);
    var batch = batch(context);
    var steps = batches.steps(caller, batch.id());
    var pace = batches.pace(caller, batch.id());
    var providers = batches.providers(caller, batch.id());
    Render.send(context, 200, RenderOverview.of(batch, steps, pace, providers));
  }

  private void duplicates(Context context) {
    var query = Query.of(context, "output", "distance");
    int bits =
        query.number("distance", 0, Parse.DISTANCE_MAX).map(Long::intValue).orElse(Look.ALIKE);
    var found =
        runs.looks()
            .duplicates(Access.caller(context), batch(context).id(), query.text("output"), bits);
    Render.send(context, 200, Render.duplicates(found));
  }

  private void run(Context context) {
    Query.of(context);
    Render.send(context, 200, Render.run(view(context)));
  }

  private RunView view(Context context) {
    var id = context.pathParam("id");
    return RunId.parse(id)
        .flatMap(run -> batches.run(Access.caller(context), run))
        .orElseThrow(() -> Problems.unknown("run", id));
  }

  private Handler steerBatch(Command<BatchId> command) {
    return context -> {
      Query.of(context);
      accepted(command.send(Access.caller(context), batch(context).id()));
      get(context);
    };
  }

  private Handler steerRun(Command<RunId> command) {
    return context -> {
      Query.of(context);
      accepted(command.send(Access.caller(context), view(context).run().id()));
      run(context);
    };
  }

  private static void accepted(Optional<Failure> refusal) {
    if (refusal.isPresent()) {
      throw Problems.rejected(refusal.get());
    }
  }
}

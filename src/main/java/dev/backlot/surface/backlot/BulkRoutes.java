package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.model.BatchId;
import dev.backlot.model.GateDecision;
import dev.backlot.model.RunStatus;
import dev.backlot.runtime.BulkActions;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BulkActionRecord;
import dev.backlot.store.BulkActionRecord.Kind;
import dev.backlot.store.BulkActionRecord.Order;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One command to many runs or gates. */
final class BulkRoutes {
  private static final String PATH = "/v1/bulk-actions";
  private final Runs runs;
  private final Once once;

  BulkRoutes(Runs runs, Once once) {
    this.runs = runs;
    this.once = once;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, once.handler(Body.JSON_BYTES_MAX, this::create, this::created));
    routes.post(PATH + "/dry-run", this::look);
    routes.get(PATH, this::list);
    routes.get(PATH + "/{id}", this::get);
    routes.post(PATH + "/{id}/cancel", this::cancel);
  }

  private void create(Context context, Optional<Claim> claim) throws IOException {
    var order = order(context);
    switch (runs.bulkActions().order(Access.caller(context), order, claim)) {
      case BulkActions.Ordering.Accepted(var action) -> created(context, action.id());
      case BulkActions.Ordering.Refused(var why) -> throw Problems.rejected(why);
    }
  }

  private void created(Context context, String id) {
    context.header("Location", PATH + "/" + id);
    Render.send(context, 201, render(find(context, id)));
  }

  private void look(Context context) throws IOException {
    var order = order(context);
    long selected = runs.bulkActions().count(Access.caller(context), order);
    Render.send(context, 200, new Wire.BulkDryRun(selected));
  }

  private Order order(Context context) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields =
        Fields.of(Body.json(context), "", mistakes, "action", "batch", "statuses", "step", "note");
    var kind =
        fields.required(
            "action",
            fields.word(
                "action", "pause, resume, cancel, approve, reject or regenerate", Kind::parse));
    var batch = fields.required("batch", fields.word("batch", "the id of a batch", BatchId::parse));
    var note = fields.text("note", GateDecision.NOTE_MAX);
    var step = fields.text("step", Parse.NAME_MAX);
    var named = statuses(fields, mistakes);
    kind.ifPresent(
        chosen -> {
          boolean decides = chosen.verdict().isPresent();
          if (decides && named.isPresent()) {
            mistakes.add(new Refusal.Field("statuses", "gates have none; name a step instead"));
          }
          if (!decides && note.isPresent()) {
            mistakes.add(new Refusal.Field("note", "only a decision takes a note"));
          }
          var possible = BulkActions.possible(chosen);
          if (!decides && named.filter(all -> !possible.containsAll(all)).isPresent()) {
            mistakes.add(
                new Refusal.Field(
                    "statuses", "what can be told to " + chosen.word() + " is " + words(possible)));
          }
        });
    Parse.refuseIfAny(mistakes);
    var caller = Access.caller(context);
    var id = batch.orElseThrow();
    if (runs.batches().get(caller, id).isEmpty()) {
      throw Problems.unknown("batch", id.toString());
    }
    var what = kind.orElseThrow();
    return new Order(
        what, id, named.orElseGet(() -> BulkActions.usual(what)), step, note.orElse(""));
  }

  private static Optional<Set<RunStatus>> statuses(Fields fields, List<Refusal.Field> mistakes) {
    return fields
        .list("statuses")
        .map(
            list -> {
              var found = EnumSet.noneOf(RunStatus.class);
              for (var word : list) {
                RunStatus.parse(word.asString(""))
                    .ifPresentOrElse(
                        found::add,
                        () ->
                            mistakes.add(
                                new Refusal.Field("statuses", "there is no status " + word)));
              }
              if (list.isEmpty()) {
                mistakes.add(new Refusal.Field("statuses", "expected at least one"));
              }
              return found;
            });
  }

  private static String words(Set<RunStatus> statuses) {
    return statuses.stream().sorted().map(RunStatus::word).collect(Collectors.joining(", "));
  }

  private void list(Context context) {
    var query = Query.of(context, "after", "limit");
    var found =
        runs.bulkActions().list(Access.caller(context), query.text("after"), query.limit() + 1);
    Render.send(
        context, 200, Render.page(found, query.limit(), BulkRoutes::render, BulkActionRecord::id));
  }

  private void get(Context context) {
    Query.of(context);
    Render.send(context, 200, render(find(context, context.pathParam("id"))));
  }

  private void cancel(Context context) {
    Query.of(context);
    var id = context.pathParam("id");
    find(context, id);
    var refusal = runs.bulkActions().cancel(Access.caller(context), id);
    if (refusal.isPresent()) {
      throw Problems.rejected(refusal.get());
    }
    Render.send(context, 200, render(find(context, id)));
  }

  private BulkActionRecord find(Context context, String id) {
    return runs.bulkActions()
        .get(Access.caller(context), id)
        .orElseThrow(() -> Problems.unknown("bulk action", id));
  }

  private static Wire.BulkAction render(BulkActionRecord action) {
    var order = action.order();
    var progress = action.progress();
    return new Wire.BulkAction(
        action.id(),
        order.kind().word(),
        order.batch().toString(),
        order.statuses().stream().sorted().map(RunStatus::word).toList(),
        order.step(),
        Optional.of(order.note()).filter(note -> !note.isEmpty()),
        action.creator().user(),
        action.status().word(),
        new Wire.BulkCounts(progress.selected(), progress.done(), progress.refused()),
        progress.refusals().stream()
            .map(one -> new Wire.BulkRefusal(one.run().toString(), one.reason()))
            .toList(),
        action.createdAt(),
        action.updatedAt());
  }
}

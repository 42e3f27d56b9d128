package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.Caller;
import dev.backlot.model.RunStatus;
import dev.backlot.model.Value;
import dev.backlot.model.Workflow;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.FailureClass;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.Redrives;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A batch's unfinished business as a new batch, looked at first or started at once. */
final class RedriveRoutes {
  private static final String PATH = "/v1/batches/{id}/redrive";
  private static final int NAMED_MAX = 10_000;
  private static final int CLASSES_MAX = 100;
  private static final int MESSAGE_MAX = 100_000;
  private static final String REJECTED = "rejected";

  private final Runs runs;
  private final Once once;

  RedriveRoutes(Runs runs, Once once) {
    this.once = once;
    this.runs = runs;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, once.handler(Body.JSON_BYTES_MAX, this::start, this::started));
    routes.post(PATH + "/dry-run", this::look);
  }

  private record Request(NewBatch batch, Iterable<ItemInput> items) {}

  /** A batch that was created under a key, as it is now. */
  private void started(Context context, String resource) {
    var caller = Access.caller(context);
    var batch = BatchId.parse(resource).flatMap(id -> runs.batches().get(caller, id));
    started(context, batch.orElseThrow());
  }

  private void started(Context context, BatchRecord batch) {
    context.header("Location", "/v1/batches/" + batch.id());
    Render.send(context, 201, Render.batch(batch, runs.now()));
  }

  private void start(Context context, Optional<Claim> claim) throws IOException {
    var request = request(context);
    var caller = Access.caller(context);
    switch (runs.batches().create(caller, request.batch(), request.items(), claim)) {
      case Batches.Creation.Refused(var problems) -> throw Problems.unfit(problems);
      case Batches.Creation.OverQuota over -> throw Problems.overQuota(over);
      case Batches.Creation.Created(var batch) -> started(context, batch);
    }
  }

  private void look(Context context) throws IOException {
    var request = request(context);
    var found = runs.batches().dryRun(Access.caller(context), request.batch(), request.items());
    Render.send(context, 200, Render.dryRun(found));
  }

  private Request request(Context context) throws IOException {
    Query.of(context);
    var id = context.pathParam("id");
    var caller = Access.caller(context);
    var earlier =
        BatchId.parse(id)
            .flatMap(batch -> runs.batches().get(caller, batch))
            .orElseThrow(() -> Problems.unknown("batch", id));
    var mistakes = new ArrayList<Refusal.Field>();
    var known =
        Stream.of(
                List.of("select", "step", "items", "only", "except", "version", "name", "inputs"),
                ParseSettings.LIVE,
                ParseSettings.FIXED)
            .flatMap(List::stream)
            .toArray(String[]::new);
    var fields = Fields.of(Body.json(context), "", mistakes, known);
    var selection = selection(fields, mistakes);
    var batch = batch(earlier, fields, mistakes);
    var edits = edits(caller, batch, fields, mistakes);
    Parse.refuseIfAny(mistakes);
    return new Request(batch, runs.redrives().items(caller, earlier, selection, edits));
  }

  /** Items that are named by number are taken however they ended, unless something else is said. */
  private static Redrives.Selection selection(Fields fields, List<Refusal.Field> mistakes) {
    var chosen = items(fields, mistakes);
    var usual = chosen.isEmpty() ? Redrives.Selection.FAILED.statuses() : Redrives.Selection.ENDED;
    return new Redrives.Selection(
        fields
            .word(
                "select", "failed, cancelled, unfinished, rejected or all", RedriveRoutes::statuses)
            .orElse(usual),
        fields.text("step", Parse.NAME_MAX),
        chosen,
        classes(fields, "only", mistakes),
        classes(fields, "except", mistakes),
        fields.text("select", Parse.NAME_MAX).filter(REJECTED::equals).isPresent());
  }

  /** Inputs that take the place of each item's own. */
  private Map<String, Value> edits(
      Caller caller, NewBatch batch, Fields fields, List<Refusal.Field> mistakes) {
    var ports =
        runs.workflows()
            .graph(caller.tenant(), batch.workflow(), batch.version().orElseThrow())
            .map(Workflow::inputs)
            .orElse(Map.of());
    var reader = new Items(Collections::emptyIterator, ports, id -> runs.assets().get(caller, id));
    return fields
        .object("inputs")
        .map(given -> reader.inputs(given, "inputs", mistakes))
        .orElse(Map.of());
  }

  private static NewBatch batch(BatchRecord earlier, Fields fields, List<Refusal.Field> mistakes) {
    var origin = earlier.origin();
    return new NewBatch(
        fields.text("name", Parse.NAME_MAX).orElse(origin.name()),
        origin.workflow(),
        fields.number("version", 1, Integer.MAX_VALUE).or(() -> Optional.of(origin.version())),
        ParseSettings.of(fields, mistakes, earlier.state().settings()),
        Optional.empty(),
        Optional.of(origin.publishRoot()),
        Optional.of(earlier.id()));
  }

  private static Optional<Set<RunStatus>> statuses(String word) {
    return switch (word) {
      case "failed" -> Optional.of(Set.of(RunStatus.FAILED));
      case "cancelled" -> Optional.of(Set.of(RunStatus.CANCELLED));
      case REJECTED, "all" -> Optional.of(Redrives.Selection.ENDED);
      case "unfinished" -> Optional.of(Set.of(RunStatus.FAILED, RunStatus.CANCELLED));
      default -> Optional.empty();
    };
  }

  private static Set<Integer> items(Fields fields, List<Refusal.Field> mistakes) {
    var chosen = new LinkedHashSet<Integer>();
    var given = fields.list("items");
    if (given.filter(list -> list.size() > NAMED_MAX).isPresent()) {
      mistakes.add(
          new Refusal.Field("items", "expected at most 10,000 items by number; select the others"));
    }
    given.ifPresent(
        list -> {
          for (var item : list) {
            if (isItem(item)) {
              chosen.add(item.intValue());
            } else {
              mistakes.add(new Refusal.Field("items", "expected numbers of items, counted from 1"));
            }
          }
        });
    return chosen;
  }

  /** Groups of failures as {@code /failures} tells them. */
  private static Set<FailureClass> classes(
      Fields fields, String name, List<Refusal.Field> mistakes) {
    var classes = new LinkedHashSet<FailureClass>();
    var given = fields.list(name);
    if (given.filter(list -> list.size() > CLASSES_MAX).isPresent()) {
      mistakes.add(new Refusal.Field(name, "expected at most " + CLASSES_MAX + " groups"));
      return classes;
    }
    given.ifPresent(
        list -> {
          for (int at = 0; at < list.size(); at++) {
            var path = name + "[" + at + "]";
            var one = Fields.of(list.get(at), path, mistakes, "step", "kind", "message");
            var kind = one.required("kind", one.text("kind", Parse.NAME_MAX));
            var message = one.required("message", one.text("message", MESSAGE_MAX));
            classes.add(
                FailureClass.of(
                    one.text("step", Parse.NAME_MAX), kind.orElse(""), message.orElse("")));
          }
        });
    return classes;
  }

  private static boolean isItem(JsonNode node) {
    return node.isIntegralNumber()
        && node.canConvertToInt()
        && node.intValue() >= 1
        && node.intValue() <= BatchState.ITEMS_MAX;
  }
}

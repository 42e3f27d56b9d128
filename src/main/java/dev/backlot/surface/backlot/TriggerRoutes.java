package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.json.BatchJson;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.Value;
import dev.backlot.model.Workflow;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Trigger;
import dev.backlot.runtime.Triggers;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** What starts batches by itself, and the address of those that wait for calls. */
final class TriggerRoutes {
  static final String CALLS = "/triggers/";
  private static final String PATH = "/v1/triggers";
  private static final String ONE = PATH + "/{id}";
  private static final int CALL_BYTES_MAX = 1 << 20;
  private static final int INPUTS_MAX = 100;
  private static final String BEARER = "Bearer ";

  private final Runs runs;
  private final Triggers triggers;
  private final Once once;

  TriggerRoutes(Runs runs, Triggers triggers, Once once) {
    this.runs = runs;
    this.triggers = triggers;
    this.once = once;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, once.handler(Body.JSON_BYTES_MAX, this::create, this::created), Least.EDITOR);
    routes.get(PATH, this::list);
    routes.get(ONE, this::get);
    routes.patch(ONE, this::change, Least.EDITOR);
    routes.delete(ONE, this::remove, Least.EDITOR);
    routes.post(CALLS + "{id}", this::call);
  }

  private void create(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var caller = Access.caller(context);
    var wanted = new Reading(caller).read(Body.json(context));
    switch (triggers.add(caller, wanted, claim)) {
      case Triggers.Result.Done<Trigger>(var trigger) -> created(context, trigger, true);
      case Triggers.Result.Refused<Trigger>(Failure.Invalid why) ->
          throw Refusal.of(
                  422,
                  "the trigger cannot be; nothing was created",
                  List.of(new Refusal.Field(why.field(), why.message())))
              .exception();
      case Triggers.Result.Refused<Trigger>(var why) -> throw Problems.rejected(why);
    }
  }

  private void created(Context context, String id) {
    created(context, find(context, id), true);
  }

  private void created(Context context, Trigger trigger, boolean withSecret) {
    context.header("Location", PATH + "/" + trigger.id());
    Render.send(context, 201, render(trigger, withSecret));
  }

  /** Reads a trigger with all its mistakes. */
  private final class Reading {
    private final Caller caller;
    private final List<Refusal.Field> mistakes = new ArrayList<>();

    Reading(Caller caller) {
      this.caller = caller;
    }

    Triggers.NewTrigger read(JsonNode body) {
      var known =
          Stream.of(
                  List.of("name", "on", "workflow", "version", "items", "inputs", "from"),
                  ParseSettings.LIVE,
                  ParseSettings.FIXED)
              .flatMap(List::stream)
              .toArray(String[]::new);
      var fields = Fields.of(body, "", mistakes, known);
      var workflow =
          fields.required("workflow", fields.text("workflow", Parse.NAME_MAX)).orElse("");
      var version = fields.number("version", 1, Integer.MAX_VALUE);
      var settings = ParseSettings.of(fields, mistakes, BatchSettings.DEFAULT);
      var on = fields.required("on", fields.object("on")).flatMap(this::on);
      var items = fields.list("items");
      var inputs = fields.object("inputs");
      var from = fields.object("from").map(this::from).orElse(Map.of());
      on.ifPresent(found -> fit(found, items.isPresent(), inputs.isPresent(), !from.isEmpty()));
      Parse.refuseIfAny(mistakes);
      var ports = ports(workflow, version);
      return new Triggers.NewTrigger(
          fields.text("name", Parse.NAME_MAX).orElse(workflow),
          on.orElseThrow(),
          new Trigger.Order(
              workflow,
              version,
              settings,
              items.map(list -> items(list, ports)).orElse(List.of()),
              inputs.map(node -> inputs(node, ports)).orElse(Map.of()),
              from));
    }

    private Optional<Trigger.On> on(JsonNode node) {
      var fields =
          Fields.of(
              node,
              "on",
              mistakes,
              "cron",
              "zone",
              "catch_up",
              "overlap",
              "at",
              "call",
              "folder",
              "input");
      var kinds = Stream.of("cron", "at", "call", "folder").filter(node::hasNonNull).toList();
      if (kinds.size() != 1) {
        mistakes.add(
            new Refusal.Field("on", "expected one of cron, at, call and folder, but " + kinds));
        return Optional.empty();
      }
      return switch (kinds.getFirst()) {
        case "cron" -> cron(fields);
        case "at" -> fields.instant("at").map(Trigger.On.At::new);
        case "call" -> {
          fields
              .bool("call")
              .filter(is -> !is)
              .ifPresent(_ -> mistakes.add(new Refusal.Field("on.call", "expected true")));
          yield Optional.of(new Trigger.On.Call(triggers.newSecret()));
        }
        default -> {
          var input = fields.required("input", fields.text("input", Parse.NAME_MAX));
          yield fields
              .text("folder", Parse.NAME_MAX)
              .map(folder -> new Trigger.On.File(folder, input.orElse("")));
        }
      };
    }

    private Optional<Trigger.On> cron(Fields fields) {
      var catchesUp = fields.word("catch_up", "none or last", word -> either(word, "last", "none"));
      var overlaps = fields.word("overlap", "skip or allow", word -> either(word, "allow", "skip"));
      return fields
          .text("cron", Parse.NAME_MAX)
          .map(
              expression ->
                  new Trigger.On.Cron(
                      expression,
                      fields.text("zone", Parse.NAME_MAX).orElse("UTC"),
                      catchesUp.orElse(false),
                      overlaps.orElse(false)));
    }

    private static Optional<Boolean> either(String word, String yes, String no) {
      return Optional.of(word)
          .filter(given -> given.equals(yes) || given.equals(no))
          .map(yes::equals);
    }

    private void fit(Trigger.On on, boolean hasItems, boolean hasInputs, boolean hasFrom) {
      boolean timed = on instanceof Trigger.On.Cron || on instanceof Trigger.On.At;
      if (timed != hasItems) {
        mistakes.add(
            new Refusal.Field(
                "items",
                timed
                    ? "expected the items of each batch"
                    : "only what waits for times has items; give inputs instead"));
      }
      if (timed && hasInputs) {
        mistakes.add(new Refusal.Field("inputs", "they stand in the items here"));
      }
      if (hasFrom && !(on instanceof Trigger.On.Call)) {
        mistakes.add(new Refusal.Field("from", "only calls bring a body to take inputs from"));
      }
    }

    private Map<String, String> from(JsonNode node) {
      var from = new LinkedHashMap<String, String>();
      for (var entry : node.properties()) {
        var place = "from." + entry.getKey();
        try {
          from.put(entry.getKey(), JsonPointer.compile(entry.getValue().asString("?")).toString());
        } catch (IllegalArgumentException _) {
          mistakes.add(new Refusal.Field(place, "expected a JSON pointer such as /image/url"));
        }
      }
      if (from.size() > INPUTS_MAX) {
        mistakes.add(new Refusal.Field("from", "expected at most " + INPUTS_MAX + " inputs"));
      }
      return from;
    }

    private Map<String, Port> ports(String workflow, Optional<Integer> version) {
      return version
          .or(() -> runs.batches().newestPublished(caller, workflow))
          .flatMap(number -> runs.workflows().graph(caller.tenant(), workflow, number))
          .map(Workflow::inputs)
          .orElse(Map.of());
    }

    private List<ItemInput> items(JsonNode list, Map<String, Port> ports) {
      if (list.isEmpty() || list.size() > Triggers.ITEMS_MAX) {
        throw Refusal.field(
                "items", "expected 1 to " + Triggers.ITEMS_MAX + " items, but " + list.size())
            .exception();
      }
      var items = new ArrayList<ItemInput>();
      new Items(Items.of(list), ports, id -> runs.assets().get(caller, id)).forEach(items::add);
      return items;
    }

    /** As the one item that they are. */
    private Map<String, Value> inputs(JsonNode node, Map<String, Port> ports) {
      var item = Json.object();
      item.set("inputs", node);
      var list = Json.MAPPER.createArrayNode().add(item);
      return items(list, ports).getFirst().inputs();
    }
  }

  private void list(Context context) {
    var query = Query.of(context, "after", "limit");
    var found =
        triggers.list(Access.caller(context), query.text("after").orElse(""), query.limit() + 1);
    Render.send(
        context, 200, Render.page(found, query.limit(), one -> render(one, false), Trigger::id));
  }

  private void get(Context context) {
    Query.of(context);
    Render.send(context, 200, render(find(context, context.pathParam("id")), false));
  }

  private void change(Context context) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(Body.json(context), "", mistakes, "enabled");
    var enabled = fields.required("enabled", fields.bool("enabled"));
    Parse.refuseIfAny(mistakes);
    var id = context.pathParam("id");
    var changed =
        triggers
            .enable(Access.caller(context), id, enabled.orElseThrow())
            .orElseThrow(() -> unknown(id));
    Render.send(context, 200, render(changed, false));
  }

  private void remove(Context context) {
    Query.of(context);
    var id = context.pathParam("id");
    if (!triggers.remove(Access.caller(context), id)) {
      throw unknown(id);
    }
    context.status(204);
  }

  private Trigger find(Context context, String id) {
    return triggers.get(Access.caller(context), id).orElseThrow(() -> unknown(id));
  }

  private static RefusalException unknown(String id) {
    return Problems.unknown("trigger", id);
  }

  private void call(Context context) throws IOException {
    var message =
        new Triggers.Message(
            header(context, "webhook-id"),
            header(context, "webhook-timestamp"),
            header(context, "webhook-signature"),
            header(context, "Authorization")
                .filter(text -> text.startsWith(BEARER))
                .map(text -> text.substring(BEARER.length()).strip()),
            Body.text(context, CALL_BYTES_MAX));
    switch (triggers.call(context.pathParam("id"), message)) {
      case Triggers.Called.Started(var batch) ->
          Render.send(context, 202, new Wire.TriggerCalled(batch.toString()));
      case Triggers.Called.Stranger() ->
          throw Refusal.of(401, "this is not signed by whom the trigger knows").exception();
      case Triggers.Called.Refused(Failure.Invalid why) ->
          throw Refusal.of(422, why.line(), List.of(new Refusal.Field(why.field(), why.message())))
              .exception();
      case Triggers.Called.Refused(var why) -> throw Problems.rejected(why);
    }
  }

  private static Optional<String> header(Context context, String name) {
    return Optional.ofNullable(context.header(name)).filter(text -> text.length() <= 1_000);
  }

  private static Wire.Trigger render(Trigger trigger, boolean withSecret) {
    var order = trigger.order();
    var progress = trigger.progress();
    boolean call = trigger.on() instanceof Trigger.On.Call;
    return new Wire.Trigger(
        trigger.id(),
        trigger.name(),
        trigger.enabled(),
        on(trigger.on()),
        order.workflow(),
        order.version(),
        BatchJson.node(order.settings()),
        Optional.of(order.items().size()).filter(count -> count > 0),
        Optional.<JsonNode>of(ValueJson.node(order.inputs())).filter(node -> !node.isEmpty()),
        Optional.of(order.from()).filter(from -> !from.isEmpty()),
        call ? Optional.of(CALLS + trigger.id()) : Optional.empty(),
        withSecret && trigger.on() instanceof Trigger.On.Call(var secret)
            ? Optional.of(secret)
            : Optional.empty(),
        progress.nextAt(),
        progress.fired(),
        progress.firedAt(),
        progress.lastBatch().map(Object::toString),
        progress.lastRefusal(),
        trigger.creator().user(),
        trigger.createdAt(),
        trigger.updatedAt());
  }

  private static Wire.TriggerOn on(Trigger.On on) {
    Optional<String> none = Optional.empty();
    return switch (on) {
      case Trigger.On.Cron(var expression, var zone, var catchesUp, var overlaps) ->
          new Wire.TriggerOn(
              Optional.of(expression),
              Optional.of(zone),
              Optional.of(catchesUp ? "last" : "none"),
              Optional.of(overlaps ? "allow" : "skip"),
              Optional.empty(),
              Optional.empty(),
              none,
              none);
      case Trigger.On.At(var at) ->
          new Wire.TriggerOn(none, none, none, none, Optional.of(at), Optional.empty(), none, none);
      case Trigger.On.Call _ ->
          new Wire.TriggerOn(
              none, none, none, none, Optional.empty(), Optional.of(true), none, none);
      case Trigger.On.File(var folder, var input) ->
          new Wire.TriggerOn(
              none,
              none,
              none,
              none,
              Optional.empty(),
              Optional.empty(),
              Optional.of(folder),
              Optional.of(input));
    };
  }
}

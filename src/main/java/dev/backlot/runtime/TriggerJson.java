package dev.backlot.runtime;

import dev.backlot.json.BatchJson;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import dev.backlot.store.DocumentRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Triggers as documents. */
final class TriggerJson {
  static final String KIND = "trigger";

  private TriggerJson() {}

  static DocumentRecord document(Trigger trigger) {
    var body = Json.object().put("name", trigger.name()).put("enabled", trigger.enabled());
    body.set("on", on(trigger.on()));
    body.set("order", order(trigger.order()));
    var progress = trigger.progress();
    progress.nextAt().ifPresent(at -> body.put("next_at", at.toString()));
    body.put("fired", progress.fired());
    progress.firedAt().ifPresent(at -> body.put("fired_at", at.toString()));
    progress.lastRefusal().ifPresent(why -> body.put("last_refusal", why));
    return new DocumentRecord(
        KIND,
        trigger.id(),
        trigger.creator(),
        progress.lastBatch(),
        Map.of(),
        Json.text(body),
        false,
        trigger.createdAt(),
        trigger.updatedAt());
  }

  private static ObjectNode on(Trigger.On on) {
    return switch (on) {
      case Trigger.On.Cron(var expression, var zone, var catchesUp, var overlaps) ->
          Json.object()
              .put("cron", expression)
              .put("zone", zone)
              .put("catch_up", catchesUp)
              .put("overlap", overlaps);
      case Trigger.On.At(var at) -> Json.object().put("at", at.toString());
      case Trigger.On.Call(var secret) -> Json.object().put("secret", secret);
      case Trigger.On.File(var folder, var input) ->
          Json.object().put("folder", folder).put("input", input);
    };
  }

  private static ObjectNode order(Trigger.Order order) {
    var node = Json.object().put("workflow", order.workflow());
    order.version().ifPresent(version -> node.put("version", version));
    node.set("settings", BatchJson.node(order.settings()));
    var items = node.putArray("items");
    for (var item : order.items()) {
      var one = items.addObject();
      item.name().ifPresent(name -> one.put("name", name));
      one.set("inputs", ValueJson.node(item.inputs()));
    }
    node.set("inputs", ValueJson.node(order.inputs()));
    var from = node.putObject("from");
    order.from().forEach(from::put);
    return node;
  }

  static Trigger read(DocumentRecord document) {
    var body = Json.MAPPER.readTree(document.body());
    var progress =
        new Trigger.Progress(
            instant(body.path("next_at")),
            body.path("fired").asLong(0),
            instant(body.path("fired_at")),
            document.batch(),
            Optional.ofNullable(body.path("last_refusal").asString(null)));
    return new Trigger(
        document.id(),
        document.creator(),
        body.path("name").asString(""),
        on(body.path("on")),
        order(body.path("order")),
        body.path("enabled").asBoolean(false),
        progress,
        document.createdAt(),
        document.updatedAt());
  }

  private static Optional<Instant> instant(JsonNode node) {
    return node.isString() ? Optional.of(Instant.parse(node.stringValue())) : Optional.empty();
  }

  private static Trigger.On on(JsonNode node) {
    if (node.has("cron")) {
      return new Trigger.On.Cron(
          node.path("cron").asString(""),
          node.path("zone").asString("UTC"),
          node.path("catch_up").asBoolean(false),
          node.path("overlap").asBoolean(false));
    }
    if (node.has("at")) {
      return new Trigger.On.At(Instant.parse(node.path("at").asString("")));
    }
    return node.has("secret")
        ? new Trigger.On.Call(node.path("secret").asString(""))
        : new Trigger.On.File(node.path("folder").asString(""), node.path("input").asString(""));
  }

  private static Trigger.Order order(JsonNode node) {
    var items = new ArrayList<ItemInput>();
    for (var item : node.path("items")) {
      var name = Optional.ofNullable(item.path("name").asString(null));
      items.add(new ItemInput(name, fields(item.path("inputs"))));
    }
    var from = new LinkedHashMap<String, String>();
    for (var entry : node.path("from").properties()) {
      from.put(entry.getKey(), entry.getValue().asString(""));
    }
    return new Trigger.Order(
        node.path("workflow").asString(""),
        node.has("version") ? Optional.of(node.path("version").asInt(1)) : Optional.empty(),
        BatchJson.settings(node.path("settings")),
        items,
        fields(node.path("inputs")),
        from);
  }

  private static Map<String, Value> fields(JsonNode node) {
    var fields = new LinkedHashMap<String, Value>();
    for (var entry : node.properties()) {
      fields.put(entry.getKey(), ValueJson.read(entry.getValue()));
    }
    return fields;
  }
}

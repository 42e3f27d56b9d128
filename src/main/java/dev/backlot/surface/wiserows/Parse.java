package dev.backlot.surface.wiserows;

import dev.backlot.http.Fields;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads requests. Every mistake is told at once, by its place in the body. */
final class Parse {
  static final int ENTITIES_MAX = 1_000;
  private static final int NAME_MAX = 255;
  private static final int TEXT_MAX = 10_000;
  private static final int STEPS_MAX = 50;
  private static final int FIELDS_MAX = 100;
  private static final int CONCURRENCY_MAX = 100;
  private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  private Parse() {}

  static Definition.EntityType entityType(JsonNode body, List<Refusal.Field> mistakes) {
    var given = Fields.of(body, "", mistakes, "name", "description", "fields");
    var fields = new ArrayList<Definition.Field>();
    var names = new HashSet<String>();
    var list =
        given.required("fields", given.list("fields")).orElseGet(Json.MAPPER::createArrayNode);
    if (list.isEmpty() || list.size() > FIELDS_MAX) {
      mistakes.add(
          new Refusal.Field(
              "fields", "expected 1 to " + FIELDS_MAX + " fields, but " + list.size()));
    }
    for (var node : list) {
      var place = "fields[" + fields.size() + "]";
      var one = Fields.of(node, place, mistakes, "name", "type", "required");
      var name = one.required("name", one.text("name", NAME_MAX)).orElse("");
      if (node.isObject() && (!FIELD_NAME.matcher(name).matches() || name.equals("id"))) {
        mistakes.add(
            new Refusal.Field(
                place + ".name",
                "expected letters, digits and _, and not 'id', but '" + name + "'"));
      } else if (!names.add(name)) {
        mistakes.add(new Refusal.Field(place + ".name", "the name '" + name + "' stands twice"));
      }
      var type =
          one.word(
              "type",
              "text, number, boolean, json, image, video, audio or file",
              word -> PortType.parse(word).filter(port -> port != PortType.INTEGER));
      fields.add(
          new Definition.Field(
              name,
              one.required("type", type).orElse(PortType.TEXT).word(),
              one.bool("required").orElse(false)));
    }
    return new Definition.EntityType(name(given), given.text("description", TEXT_MAX), fields);
  }

  private static String name(Fields given) {
    return given
        .required("name", given.text("name", NAME_MAX).filter(text -> !text.isBlank()))
        .orElse("");
  }

  /**
   * An entity's fields as they are kept.
   *
   * @param known the tenant's files
   * @param now what they are so far; a field that is {@code null} is taken away
   */
  static ObjectNode fields(
      JsonNode given,
      Definition.EntityType type,
      ObjectNode now,
      Function<AssetId, Optional<Asset>> known,
      List<Refusal.Field> mistakes) {
    var fields = now.deepCopy();
    var names = type.fields().stream().map(Definition.Field::name).toArray(String[]::new);
    Fields.of(given, "fields", mistakes, names);
    for (var field : type.fields()) {
      var place = "fields." + field.name();
      var node = given.path(field.name());
      if (node.isNull()) {
        fields.remove(field.name());
      } else if (!node.isMissingNode()) {
        value(node, field.port(), known)
            .ifPresentOrElse(
                value -> fields.set(field.name(), ValueJson.node(value)),
                () -> mistakes.add(new Refusal.Field(place, "expected " + expected(field.port()))));
      }
      if (field.required() && !fields.has(field.name())) {
        mistakes.add(new Refusal.Field(place, "expected a value, but nothing"));
      }
    }
    return fields;
  }

  private static String expected(PortType port) {
    return port.isMedia()
        ? "an http or https address, or {\"assetId\": ...} of a file that is here"
        : port.word();
  }

  private static Optional<Value> value(
      JsonNode node, PortType port, Function<AssetId, Optional<Asset>> known) {
    return switch (port) {
      case TEXT -> node.isString() ? Optional.of(Value.of(node.stringValue())) : Optional.empty();
      case NUMBER -> node.isNumber() ? Optional.of(ValueJson.plain(node)) : Optional.empty();
      case BOOLEAN ->
          node.isBoolean() ? Optional.of(Value.of(node.booleanValue())) : Optional.empty();
      case IMAGE, VIDEO, AUDIO, FILE -> file(node, known);
      default -> Optional.of(ValueJson.plain(node));
    };
  }

  private static Optional<Value> file(JsonNode node, Function<AssetId, Optional<Asset>> known) {
    if (node.isString()) {
      var source = new Value.Source(node.stringValue());
      return source.isAddress() ? Optional.of(source) : Optional.empty();
    }
    return AssetId.parse(node.path("assetId").asString("")).flatMap(known).map(Value::of);
  }

  static Definition.Flow workflow(JsonNode body, List<Refusal.Field> mistakes) {
    var fields =
        Fields.of(body, "", mistakes, "name", "description", "entityTypeId", "steps", "status");
    var steps = new ArrayList<Definition.Step>();
    var list =
        fields.required("steps", fields.list("steps")).orElseGet(Json.MAPPER::createArrayNode);
    if (fields.list("steps").isPresent() && (list.isEmpty() || list.size() > STEPS_MAX)) {
      mistakes.add(
          new Refusal.Field("steps", "expected 1 to " + STEPS_MAX + " steps, but " + list.size()));
      list = Json.MAPPER.createArrayNode();
    }
    for (var node : list) {
      var one = Fields.of(node, "steps[" + steps.size() + "]", mistakes, "type", "config");
      steps.add(
          new Definition.Step(
              "step_" + (steps.size() + 1),
              one.required("type", one.text("type", NAME_MAX)).orElse(""),
              one.required("config", one.object("config")).orElseGet(Json::object)));
    }
    var states = Set.of(Definition.Flow.ACTIVE, "draft", "archived");
    return new Definition.Flow(
        name(fields),
        fields.text("description", TEXT_MAX),
        fields.required("entityTypeId", fields.text("entityTypeId", NAME_MAX)).orElse(""),
        fields
            .word(
                "status",
                "active, draft or archived",
                word -> Optional.of(word).filter(states::contains))
            .orElse(Definition.Flow.ACTIVE),
        steps,
        "",
        0);
  }

  /** What a run goes over, each once, and how many at a time. */
  record Run(List<String> entityIds, Optional<Integer> concurrency) {}

  static Run run(JsonNode body, List<Refusal.Field> mistakes) {
    var fields = Fields.of(body, "", mistakes, "entityIds", "concurrency");
    var ids = new LinkedHashSet<String>();
    var list = fields.required("entityIds", fields.list("entityIds"));
    if (list.filter(given -> given.isEmpty() || given.size() > ENTITIES_MAX).isPresent()) {
      mistakes.add(
          new Refusal.Field(
              "entityIds", "expected 1 to " + ENTITIES_MAX + " ids, but " + list.get().size()));
    } else {
      int number = 0;
      for (var node : list.orElseGet(Json.MAPPER::createArrayNode)) {
        if (node.isString()) {
          ids.add(node.stringValue());
        } else {
          mistakes.add(
              new Refusal.Field("entityIds[" + number + "]", "expected the id of an entity"));
        }
        number++;
      }
    }
    return new Run(List.copyOf(ids), fields.number("concurrency", 1, CONCURRENCY_MAX));
  }
}

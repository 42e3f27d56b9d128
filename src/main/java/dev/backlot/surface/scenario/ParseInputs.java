package dev.backlot.surface.scenario;

import dev.backlot.http.Fields;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what workflows and nodes say of their inputs. */
final class ParseInputs {
  static final int MAX = 100;

  private static final List<String> INPUT_TYPES =
      List.of(
          "boolean",
          "file",
          "file_array",
          "inputs_array",
          "model",
          "model_array",
          "number",
          "number_array",
          "string",
          "string_array");
  private static final List<String> KINDS =
      List.of("3d", "audio", "document", "image", "image-hdr", "json", "text", "video");
  private static final String[] INPUT_FIELDS = {
    "name",
    "type",
    "allowedValues",
    "backgroundBehavior",
    "color",
    "costImpact",
    "default",
    "description",
    "group",
    "hint",
    "inputs",
    "items",
    "kind",
    "label",
    "maskFrom",
    "max",
    "maxDuration",
    "maxLength",
    "maxSize",
    "min",
    "minLength",
    "modelTypes",
    "parent",
    "placeholder",
    "prompt",
    "promptSpark",
    "ref",
    "required",
    "step",
    "value"
  };

  private static final List<String> NUMBERS =
      List.of("max", "maxDuration", "maxLength", "maxSize", "min", "minLength", "step");
  private static final List<String> SWITCHES =
      List.of("color", "costImpact", "parent", "prompt", "promptSpark");
  private static final List<String> TEXTS =
      List.of("description", "group", "hint", "label", "maskFrom", "placeholder");

  private final List<Refusal.Field> mistakes;

  ParseInputs(List<Refusal.Field> mistakes) {
    this.mistakes = mistakes;
  }

  /** Those of a workflow. */
  void all(JsonNode list) {
    if (list.size() > MAX) {
      mistakes.add(new Refusal.Field("inputs", "expected at most " + MAX + ", but " + list.size()));
      return;
    }
    var names = new HashSet<String>();
    int number = 0;
    for (var node : list) {
      var place = "inputs[" + number++ + "]";
      input(node, place);
      var name = node.path("name").asString("");
      if (!name.isEmpty() && !names.add(name)) {
        mistakes.add(new Refusal.Field(place + ".name", "the name '" + name + "' stands twice"));
      }
    }
  }

  /** One, of a workflow or of a node. */
  Fields input(JsonNode node, String place) {
    var fields = Fields.of(node, place, mistakes, INPUT_FIELDS);
    fields.required("name", fields.text("name", Parse.NAME_MAX));
    fields.required(
        "type",
        fields.word(
            "type",
            "one of " + String.join(", ", INPUT_TYPES),
            word -> Optional.of(word).filter(INPUT_TYPES::contains)));
    fields.word(
        "kind",
        "one of " + String.join(", ", KINDS),
        word -> Optional.of(word).filter(KINDS::contains));
    fields.list("allowedValues");
    fields.list("modelTypes");
    fields.word(
        "backgroundBehavior",
        "opaque or transparent",
        word -> Optional.of(word).filter(List.of("opaque", "transparent")::contains));
    NUMBERS.forEach(name -> fields.decimal(name, "a number", Optional::of));
    SWITCHES.forEach(fields::bool);
    TEXTS.forEach(name -> fields.text(name, Parse.TEXT_MAX));
    int number = 0;
    for (var child : fields.list("inputs").orElseGet(Json.MAPPER::createArrayNode)) {
      input(child, place + ".inputs[" + number++ + "]");
    }
    if (!node.path("required").isBoolean()) {
      fields.object("required").ifPresent(rules -> rules(rules, place + ".required"));
    }
    return fields;
  }

  private void rules(JsonNode rules, String place) {
    var fields =
        Fields.of(
            rules, place, mistakes, "always", "ifDefined", "ifNotDefined", "conditionalValues");
    fields.bool("always");
    fields.object("ifDefined");
    fields.object("ifNotDefined");
    for (var rule : fields.object("conditionalValues").orElseGet(Json::object).properties()) {
      condition(rule.getValue(), place + ".conditionalValues." + rule.getKey());
    }
  }

  private void condition(JsonNode rule, String place) {
    var fields = Fields.of(rule, place, mistakes, "operation", "values", "value");
    fields.word(
        "operation",
        "one of " + String.join(", ", Inputs.OPERATIONS),
        word -> Optional.of(word).filter(Inputs.OPERATIONS::contains));
    fields.list("values");
    if (rule.isObject() && !rule.has("values") && !rule.has("value")) {
      mistakes.add(new Refusal.Field(place + ".values", "expected a list, but nothing"));
    }
  }
}

package dev.backlot.surface.wiserows;

import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.Nearest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The config of one step; what is wrong with it is told by its place. */
record Config(JsonNode node, String place, List<Refusal.Field> mistakes) {
  void know(String... names) {
    if (!node.isObject()) {
      mistakes.add(new Refusal.Field(place, "expected an object"));
    }
    for (var name : node.propertyNames()) {
      if (!List.of(names).contains(name)) {
        mistake(name, "unknown field '" + name + "'" + Nearest.hint(name, List.of(names)));
      }
    }
  }

  String place(String name) {
    return place + "." + name;
  }

  void mistake(String name, String message) {
    mistakes.add(new Refusal.Field(place(name), message));
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  JsonNode get(String name) {
    return node.path(name);
  }

  /** Text that has to be there. */
  Optional<String> text(String name) {
    var text = optionalText(name).filter(given -> !given.isEmpty());
    if (text.isEmpty() && !(has(name) && !node.path(name).isString())) {
      mistake(name, "expected text, but nothing");
    }
    return text;
  }

  Optional<String> optionalText(String name) {
    return typed(name, "text", node.path(name).isString()).map(JsonNode::stringValue);
  }

  Optional<JsonNode> number(String name) {
    return typed(name, "a number", node.path(name).isNumber());
  }

  Optional<JsonNode> object(String name) {
    return typed(name, "an object", node.path(name).isObject());
  }

  /** A list; empty when there is none. */
  JsonNode list(String name) {
    return typed(name, "a list", node.path(name).isArray()).orElseGet(Json.MAPPER::createArrayNode);
  }

  private Optional<JsonNode> typed(String name, String expected, boolean fits) {
    if (has(name) && !fits) {
      mistake(name, "expected " + expected + ", but " + Json.text(node.path(name)));
    }
    return has(name) && fits ? Optional.of(node.path(name)) : Optional.empty();
  }
}

package dev.backlot.provider.generic;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request: plain JSON, without what is null. */
final class Body {
  private Body() {}

  static JsonNode of(Value value) {
    return switch (value) {
      case Value.ObjectOf(var fields) -> {
        ObjectNode object = Json.object();
        fields.forEach(
            (name, field) -> {
              if (!(field instanceof Value.Null)) {
                object.set(name, of(field));
              }
            });
        yield object;
      }
      case Value.ListOf(var items) -> {
        ArrayNode list = Json.MAPPER.createArrayNode();
        items.forEach(item -> list.add(of(item)));
        yield list;
      }
      default -> ValueJson.node(value);
    };
  }
}

package dev.backlot.definition;

import dev.backlot.model.Port;
import dev.backlot.model.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ports in the words of JSON Schema (draft 2020-12), as plain maps and lists that any JSON writer
 * takes.
 */
public final class PortSchemas {
  private static final Map<String, Object> CHECK =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("expect", Map.of("type", "string"), "message", Map.of("type", "string")),
          "required",
          List.of("expect"),
          "additionalProperties",
          false);

  private static final Map<String, Object> CASE =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("case", Map.of("type", "string"), "when", Map.of("type", "string")),
          "required",
          List.of("case", "when"),
          "additionalProperties",
          false);

  private PortSchemas() {}

  /** The schema of an object with one property for each port. */
  public static Map<String, Object> jsonSchema(List<Port> ports) {
    var properties = new LinkedHashMap<String, Object>();
    ports.forEach(port -> properties.put(port.name(), property(port)));
    var required = ports.stream().filter(Port::required).map(Port::name).toList();
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> property(Port port) {
    var schema = port.list() ? list(port) : item(port);
    if (!port.description().isEmpty()) {
      schema.put("description", port.description());
    }
    port.fallback().ifPresent(value -> schema.put("default", plain(value)));
    return schema;
  }

  private static Map<String, Object> list(Port port) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "array");
    schema.put("items", item(port.item()));
    port.min().ifPresent(min -> schema.put("minItems", (long) min));
    port.max().ifPresent(max -> schema.put("maxItems", (long) max));
    return schema;
  }

  private static Map<String, Object> item(Port port) {
    var schema = type(port);
    if (!port.allowed().isEmpty()) {
      schema.put("enum", port.allowed().stream().map(PortSchemas::plain).toList());
    }
    boolean text = schema.getOrDefault("type", "").equals("string");
    port.min().ifPresent(min -> schema.put(text ? "minLength" : "minimum", number(port, min)));
    port.max().ifPresent(max -> schema.put(text ? "maxLength" : "maximum", number(port, max)));
    return schema;
  }

  /**
   * Assets travel as their id or address, and say in {@code x-backlot-type} what they have to be.
   */
  private static Map<String, Object> type(Port port) {
    var schema = new LinkedHashMap<String, Object>();
    switch (port.type()) {
      case TEXT -> schema.put("type", "string");
      case NUMBER -> schema.put("type", "number");
      case INTEGER -> schema.put("type", "integer");
      case BOOLEAN -> schema.put("type", "boolean");
      case JSON -> {}
      case IMAGE, VIDEO, AUDIO, FILE -> schema.put("type", "string");
      case CHECKS -> {
        schema.put("type", "array");
        schema.put("items", CHECK);
      }
      case CASES -> {
        schema.put("type", "array");
        schema.put("items", CASE);
      }
    }
    schema.put("x-backlot-type", port.type().word());
    return schema;
  }

  private static Object number(Port port, double limit) {
    return switch (port.type()) {
      case NUMBER -> (Object) limit;
      default -> (Object) (long) limit;
    };
  }

  private static Object plain(Value value) {
    return switch (value) {
      case Value.Bool(var bool) -> bool;
      case Value.Int(var number) -> number;
      case Value.Num(var number) -> number;
      case Value.ListOf(var items) -> items.stream().map(PortSchemas::plain).toList();
      case Value.ObjectOf(var fields) -> {
        var object = new LinkedHashMap<String, Object>();
        fields.forEach((name, field) -> object.put(name, plain(field)));
        yield object;
      }
      case Value.Source(var uri) -> uri;
      case Value.Null _, Value.Text _, Value.Media _ -> value.inText();
    };
  }
}

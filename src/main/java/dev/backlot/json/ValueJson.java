package dev.backlot.json;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Value;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values as JSON. An asset is an object whose {@code asset} is {@code "sha256:…"}; what is still to
 * be brought in is an object whose only field is {@code file} or {@code url}.
 */
public final class ValueJson {
  /** Around a plain object that looks like an asset or a source. */
  private static final String QUOTED = "$object";

  /** A character at worst: written by its number. */
  private static final long ESCAPED = 6;

  private static final long NUMBER = 26;

  /** An asset without its name and type: its hash, three numbers and the names of its fields. */
  private static final long ASSET = 256;

  private ValueJson() {}

  public static void write(JsonGenerator out, Value value) {
    switch (value) {
      case Value.Null _ -> out.writeNull();
      case Value.Bool(var bool) -> out.writeBoolean(bool);
      case Value.Int(var number) -> out.writeNumber(number);
      case Value.Num(var number) -> out.writeNumber(number);
      case Value.Text(var text) -> out.writeString(text);
      case Value.ListOf(var items) -> {
        out.writeStartArray();
        items.forEach(item -> write(out, item));
        out.writeEndArray();
      }
      case Value.ObjectOf(var fields) when needsQuotes(fields) -> {
        out.writeStartObject();
        out.writeName(QUOTED);
        write(out, fields);
        out.writeEndObject();
      }
      case Value.ObjectOf(var fields) -> write(out, fields);
      case Value.Media(var asset) -> writeAsset(out, asset);
      case Value.Source(var uri) -> {
        out.writeStartObject();
        out.writeStringProperty(uri.startsWith("file:") ? "file" : "url", uri);
        out.writeEndObject();
      }
    }
  }

  public static void write(JsonGenerator out, Map<String, Value> fields) {
    out.writeStartObject();
    fields.forEach(
        (name, value) -> {
          out.writeName(name);
          write(out, value);
        });
    out.writeEndObject();
  }

  private static void writeAsset(JsonGenerator out, Asset asset) {
    out.writeStartObject();
    out.writeStringProperty("asset", asset.id().toString());
    out.writeStringProperty("type", asset.mediaType());
    out.writeNumberProperty("bytes", asset.bytes());
    if (asset.width() > 0) {
      out.writeNumberProperty("width", asset.width());
      out.writeNumberProperty("height", asset.height());
    }
    if (!asset.name().isEmpty()) {
      out.writeStringProperty("name", asset.name());
    }
    out.writeEndObject();
  }

  public static String text(Value value) {
    return Json.text(node(value));
  }

  public static String text(Map<String, Value> fields) {
    var text = new StringWriter();
    try (var out = Json.MAPPER.createGenerator(text)) {
      write(out, (Value) new Value.ObjectOf(fields));
    }
    return text.toString();
  }

  /**
   * At most as many characters as {@link #text(Map)} can have, found without writing it: often
   * enough to know that it fits.
   */
  public static long charactersAtMost(Map<String, Value> fields) {
    long most = 7L + QUOTED.length();
    for (var field : fields.entrySet()) {
      most += ESCAPED * field.getKey().length() + 4 + charactersAtMost(field.getValue());
    }
    return most;
  }

  private static long charactersAtMost(Value value) {
    return switch (value) {
      case Value.Null _, Value.Bool _ -> 5;
      case Value.Int _, Value.Num _ -> NUMBER;
      case Value.Text(var text) -> ESCAPED * text.length() + 2;
      case Value.Source(var uri) -> ESCAPED * uri.length() + 12;
      case Value.Media(var asset) ->
          ASSET + ESCAPED * asset.name().length() + ESCAPED * asset.mediaType().length();
      case Value.ObjectOf(var fields) -> charactersAtMost(fields);
      case Value.ListOf(var items) -> {
        long most = 2;
        for (var item : items) {
          most += 1 + charactersAtMost(item);
        }
        yield most;
      }
    };
  }

  public static JsonNode node(Value value) {
    var factory = Json.MAPPER.getNodeFactory();
    return switch (value) {
      case Value.Null _ -> factory.nullNode();
      case Value.Bool(var bool) -> factory.booleanNode(bool);
      case Value.Int(var number) -> factory.numberNode(number);
      case Value.Num(var number) -> factory.numberNode(number);
      case Value.Text(var text) -> factory.stringNode(text);
      case Value.ListOf(var items) -> {
        var array = factory.arrayNode();
        items.forEach(item -> array.add(node(item)));
        yield array;
      }
      case Value.ObjectOf(var fields) when needsQuotes(fields) -> {
        var quoted = Json.object();
        quoted.set(QUOTED, node(fields));
        yield quoted;
      }
      case Value.ObjectOf(var fields) -> node(fields);
      case Value.Media(var asset) -> node(asset);
      case Value.Source(var uri) ->
          factory.objectNode().put(uri.startsWith("file:") ? "file" : "url", uri);
    };
  }

  public static ObjectNode node(Map<String, Value> fields) {
    var object = Json.object();
    fields.forEach((name, value) -> object.set(name, node(value)));
    return object;
  }

  public static ObjectNode node(Asset asset) {
    var object = Json.object();
    object.put("asset", asset.id().toString());
    object.put("type", asset.mediaType());
    object.put("bytes", asset.bytes());
    if (asset.width() > 0) {
      object.put("width", asset.width());
      object.put("height", asset.height());
    }
    if (!asset.name().isEmpty()) {
      object.put("name", asset.name());
    }
    return object;
  }

  public static Value read(JsonNode node) {
    return switch (node.getNodeType()) {
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER ->
          node.isIntegralNumber() && node.canConvertToLong()
              ? Value.of(node.longValue())
              : Value.of(node.doubleValue());
      case STRING -> Value.of(node.stringValue());
      case ARRAY -> {
        var items = new ArrayList<Value>(node.size());
        node.forEach(item -> items.add(read(item)));
        yield new Value.ListOf(items);
      }
      case OBJECT -> readObject(node);
      case NULL, MISSING, BINARY, POJO -> Value.none();
    };
  }

  /** The fields of a JSON object; empty for anything else. */
  public static Map<String, Value> fields(JsonNode object) {
    var fields = new LinkedHashMap<String, Value>();
    object.properties().forEach(field -> fields.put(field.getKey(), read(field.getValue())));
    return fields;
  }

  /** Foreign JSON: objects stay objects, whatever they look like. */
  public static Value plain(JsonNode node) {
    if (node.isObject()) {
      var fields = new LinkedHashMap<String, Value>();
      node.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
      return new Value.ObjectOf(fields);
    }
    if (node.isArray()) {
      return new Value.ListOf(node.valueStream().map(ValueJson::plain).toList());
    }
    return read(node);
  }

  /** Whether a plain object would be read back as something else. */
  private static boolean needsQuotes(Map<String, Value> fields) {
    if (fields.get("asset") instanceof Value.Text(var id) && AssetId.parse(id).isPresent()) {
      return true;
    }
    return fields.size() == 1
        && (fields.containsKey(QUOTED)
            || fields.get("file") instanceof Value.Text
            || fields.get("url") instanceof Value.Text);
  }

  private static Value readObject(JsonNode node) {
    if (node.size() == 1 && node.path(QUOTED).isObject()) {
      return new Value.ObjectOf(fields(node.path(QUOTED)));
    }
    var id = AssetId.parse(node.path("asset").asString(""));
    if (id.isPresent()) {
      return Value.of(readAsset(id.get(), node));
    }
    if (node.size() == 1) {
      for (var key : new String[] {"file", "url"}) {
        if (node.path(key).isString()) {
          return new Value.Source(node.path(key).stringValue());
        }
      }
    }
    return new Value.ObjectOf(fields(node));
  }

  private static Asset readAsset(AssetId id, JsonNode node) {
    return new Asset(
        id,
        node.path("type").asString("application/octet-stream"),
        node.path("bytes").asLong(0),
        node.path("width").asInt(0),
        node.path("height").asInt(0),
        node.path("name").asString(""));
  }
}

package dev.backlot.step.data;

import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as the validator looks at it: 1 and 1.0 are the same, as JSON Schema has it. */
final class SchemaValue implements JsonNode {
  private final Value value;
  private final String pointer;

  SchemaValue(Value value, String pointer) {
    this.value = value;
    this.pointer = pointer;
  }

  /** Makes them of values, and of the text of the standard's own schemas. */
  static final class Factory implements JsonNodeFactory {
    @Override
    public JsonNode wrap(Object value) {
      return switch (value) {
        case SchemaValue known -> known;
        case Value plain -> new SchemaValue(plain, "");
        default -> throw new IllegalArgumentException("expected a value, but " + value.getClass());
      };
    }

    @Override
    public JsonNode create(String json) {
      return new SchemaValue(ValueJson.plain(dev.backlot.json.Json.MAPPER.readTree(json)), "");
    }
  }

  @Override
  public String getJsonPointer() {
    return pointer;
  }

  @Override
  public SimpleType getNodeType() {
    return switch (value) {
      case Value.Null _ -> SimpleType.NULL;
      case Value.Bool _ -> SimpleType.BOOLEAN;
      case Value.Int _ -> SimpleType.INTEGER;
      case Value.Num(var number) ->
          number == Math.rint(number) ? SimpleType.INTEGER : SimpleType.NUMBER;
      case Value.Text _, Value.Source _ -> SimpleType.STRING;
      case Value.ListOf _ -> SimpleType.ARRAY;
      case Value.ObjectOf _, Value.Media _ -> SimpleType.OBJECT;
    };
  }

  @Override
  public boolean asBoolean() {
    return value instanceof Value.Bool(var bool) && bool;
  }

  @Override
  public String asString() {
    return value instanceof Value.Source(var uri) ? uri : value.inText();
  }

  @Override
  public BigInteger asInteger() {
    return asNumber().toBigInteger();
  }

  @Override
  public BigDecimal asNumber() {
    return switch (value) {
      case Value.Int(var number) -> BigDecimal.valueOf(number);
      case Value.Num(var number) -> BigDecimal.valueOf(number);
      default -> BigDecimal.ZERO;
    };
  }

  @Override
  public List<JsonNode> asArray() {
    var items = new ArrayList<JsonNode>();
    if (value instanceof Value.ListOf(var values)) {
      for (var item : values) {
        items.add(new SchemaValue(item, pointer + "/" + items.size()));
      }
    }
    return items;
  }

  @Override
  public Map<String, JsonNode> asObject() {
    var fields = new LinkedHashMap<String, JsonNode>();
    fields(value)
        .forEach(
            (name, field) ->
                fields.put(
                    name,
                    new SchemaValue(field, pointer + "/" + JsonNode.encodeJsonPointer(name))));
    return fields;
  }

  /** An asset is looked at as the API tells it. */
  private static Map<String, Value> fields(Value value) {
    return switch (value) {
      case Value.ObjectOf(var fields) -> fields;
      case Value.Media(var asset) ->
          ValueJson.plain(ValueJson.node(asset)) instanceof Value.ObjectOf(var fields)
              ? fields
              : Map.of();
      default -> Map.of();
    };
  }

  /** What counts when values are compared. */
  private Object content() {
    return switch (getNodeType()) {
      case NULL -> "null";
      case BOOLEAN -> asBoolean();
      case INTEGER, NUMBER -> asNumber().stripTrailingZeros();
      case STRING -> "\"" + asString();
      case ARRAY -> asArray();
      case OBJECT -> asObject();
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SchemaValue that && content().equals(that.content());
  }

  @Override
  public int hashCode() {
    return content().hashCode();
  }
}

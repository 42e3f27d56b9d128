package dev.backlot.expression;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.cel.common.values.NullValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values in CEL's own classes, and back within the limits of a result. */
final class CelValues {
  private long text;
  private int elements;

  /** The value of a declared name: a number port gives a double even when the value is whole. */
  static Object toCel(Port port, Value value) {
    if (port.type() == PortType.NUMBER) {
      return switch (value) {
        case Value.Int(var number) -> (double) number;
        case Value.ListOf(var items) -> items.stream().map(item -> toCel(port, item)).toList();
        default -> toCel(value);
      };
    }
    return toCel(value);
  }

  static Object toCel(Value value) {
    return switch (value) {
      case Value.Null _ -> NullValue.NULL_VALUE;
      case Value.Bool(var bool) -> bool;
      case Value.Int(var number) -> number;
      case Value.Num(var number) -> number;
      case Value.Text(var characters) -> characters;
      case Value.ListOf(var items) -> items.stream().map(CelValues::toCel).toList();
      case Value.ObjectOf(var fields) -> fields(fields);
      case Value.Media media -> MediaFields.of(media);
      case Value.Source source -> MediaFields.of(source);
    };
  }

  private static Map<String, Object> fields(Map<String, Value> fields) {
    var object = new LinkedHashMap<String, Object>();
    fields.forEach((name, value) -> object.put(name, toCel(value)));
    return object;
  }

  static Value toValue(Object result) {
    return new CelValues().read(result);
  }

  private Value read(Object result) {
    elements++;
    if (elements > Budget.ELEMENTS_MAX) {
      throw new ExpressionException(
          "expected a result of at most 10,000 elements, but it has more");
    }
    return switch (result) {
      case NullValue _ -> Value.none();
      case Boolean bool -> Value.of(bool);
      case Long number -> Value.of(number);
      case Double number -> number(number);
      case String characters -> text(characters);
      case Instant instant -> text(instant.toString());
      case MediaFields fields -> fields.media();
      case List<?> items -> list(items);
      case Map<?, ?> fields -> object(fields);
      default ->
          throw new ExpressionException(
              "the result is neither text, number, boolean, list nor object");
    };
  }

  private static Value number(double number) {
    if (!Double.isFinite(number)) {
      throw new ExpressionException("expected a finite number, but " + number);
    }
    return Value.of(number);
  }

  private Value text(String characters) {
    text += characters.length();
    Budget.requireText(text);
    return Value.of(characters);
  }

  private Value list(List<?> items) {
    var values = new ArrayList<Value>();
    for (var item : items) {
      values.add(read(item));
    }
    return new Value.ListOf(values);
  }

  private Value object(Map<?, ?> fields) {
    var values = new LinkedHashMap<String, Value>();
    for (var field : fields.entrySet()) {
      if (!(field.getKey() instanceof String name)) {
        throw new ExpressionException(
            "expected text as the name of a field, but " + field.getKey());
      }
      text += name.length();
      values.put(name, read(field.getValue()));
    }
    return new Value.ObjectOf(values);
  }
}

package dev.backlot.http;

import dev.backlot.model.Nearest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object of a request, read strictly: an unknown field or a wrong type is a mistake that
 * names the field. {@code null} stands for a field that is not given.
 */
public final class Fields {
  private final JsonNode object;
  private final String path;
  private final List<Refusal.Field> mistakes;

  private Fields(JsonNode object, String path, List<Refusal.Field> mistakes) {
    this.object = object;
    this.path = path;
    this.mistakes = mistakes;
  }

  /**
   * Reads what should be an object.
   *
   * @param path where it stands in the request; empty for the body as a whole
   * @param mistakes takes what is found wrong
   */
  public static Fields of(
      JsonNode node, String path, List<Refusal.Field> mistakes, String... known) {
    var fields = new Fields(node, path, mistakes);
    if (!node.isObject()) {
      mistakes.add(
          new Refusal.Field(
              path.isEmpty() ? "body" : path, "expected an object, but " + kind(node)));
    }
    for (var name : node.propertyNames()) {
      if (!List.of(known).contains(name)) {
        fields.mistake(name, "unknown field '" + name + "'" + Nearest.hint(name, List.of(known)));
      }
    }
    return fields;
  }

  public Optional<String> text(String name, int lengthMax) {
    return read(
        name,
        "text of at most " + lengthMax + " characters",
        node ->
            node.isString() && node.stringValue().length() <= lengthMax
                ? Optional.of(node.stringValue())
                : Optional.empty());
  }

  /** A whole number within limits, both included. */
  public Optional<Integer> number(String name, int least, int most) {
    return read(
        name,
        "a whole number from " + least + " to " + most,
        node ->
            Optional.of(node)
                .filter(given -> given.isIntegralNumber() && given.canConvertToInt())
                .map(JsonNode::intValue)
                .filter(number -> number >= least && number <= most));
  }

  /**
   * One of a few words.
   *
   * @param expected which, for the error
   */
  public <T> Optional<T> word(String name, String expected, Function<String, Optional<T>> reader) {
    return read(
        name,
        expected,
        node -> node.isString() ? reader.apply(node.stringValue()) : Optional.empty());
  }

  /**
   * A number that keeps its decimals.
   *
   * @param expected which, for the error
   */
  public <T> Optional<T> decimal(
      String name, String expected, Function<BigDecimal, Optional<T>> reader) {
    return read(
        name,
        expected,
        node -> node.isNumber() ? reader.apply(node.decimalValue()) : Optional.empty());
  }

  /** A moment such as {@code 2026-12-01T18:00:00Z}. */
  public Optional<Instant> instant(String name) {
    return read(
        name,
        "a time such as 2026-12-01T18:00:00Z",
        node -> {
          try {
            return node.isString()
                ? Optional.of(OffsetDateTime.parse(node.stringValue()).toInstant())
                : Optional.empty();
          } catch (DateTimeParseException _) {
            return Optional.empty();
          }
        });
  }

  public Optional<Boolean> bool(String name) {
    return read(
        name,
        "true or false",
        node -> node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty());
  }

  public Optional<JsonNode> object(String name) {
    return read(name, "an object", node -> node.isObject() ? Optional.of(node) : Optional.empty());
  }

  public Optional<JsonNode> list(String name) {
    return read(name, "a list", node -> node.isArray() ? Optional.of(node) : Optional.empty());
  }

  /** Notes that a field is missing which has to be given. */
  public <T> Optional<T> required(String name, Optional<T> value) {
    if (object.isObject() && isAbsent(name)) {
      mistake(name, "expected a value, but nothing");
    }
    return value;
  }

  private boolean isAbsent(String name) {
    return object.path(name).isMissingNode() || object.path(name).isNull();
  }

  private <T> Optional<T> read(
      String name, String expected, Function<JsonNode, Optional<T>> reader) {
    if (isAbsent(name)) {
      return Optional.empty();
    }
    var node = object.path(name);
    var value = reader.apply(node);
    if (value.isEmpty()) {
      mistake(name, "expected " + expected + ", but " + kind(node));
    }
    return value;
  }

  private void mistake(String name, String message) {
    mistakes.add(new Refusal.Field(path.isEmpty() ? name : path + "." + name, message));
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING ->
          node.stringValue().length() <= 60
              ? "the text '" + node.stringValue() + "'"
              : "text of " + node.stringValue().length() + " characters";
      case NUMBER, BOOLEAN -> node.asString();
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case NULL, MISSING, BINARY, POJO -> "nothing";
    };
  }
}

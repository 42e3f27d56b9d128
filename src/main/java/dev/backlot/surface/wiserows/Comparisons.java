package dev.backlot.surface.wiserows;

import dev.backlot.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What rules and conditions say of a field, as CEL. A missing value is less than, shorter than and
 * different from everything, and never breaks an expression.
 */
final class Comparisons {
  /** What one of them expects. */
  private enum Takes {
    NOTHING,
    NUMBER,
    TEXT,
    LIST,
    ANYTHING
  }

  private record Comparison(Takes takes, String words, BinaryOperator<String> cel) {}

  private static final Map<String, Comparison> ALL = new TreeMap<>();

  static {
    add(Takes.NOTHING, "to be there", (x, _) -> x + " != null && " + x + " != ''", "required");
    add(
        Takes.NOTHING,
        "not to be empty",
        (x, _) -> x + " != null && " + x + " != ''",
        "isNotEmpty",
        "notEmpty");
    add(Takes.NOTHING, "to be empty", (x, _) -> x + " == null || " + x + " == ''", "isEmpty");
    add(
        Takes.NUMBER,
        "to have at least so many characters:",
        (x, v) -> x + " != null && size(" + x + ") >= " + whole(v),
        "minLength");
    add(
        Takes.NUMBER,
        "to have at most so many characters:",
        (x, v) -> x + " == null || size(" + x + ") <= " + whole(v),
        "maxLength");
    add(Takes.NUMBER, "to be at least", (x, v) -> number(x, ">=", v), "min", "gte", ">=");
    add(Takes.NUMBER, "to be at most", (x, v) -> number(x, "<=", v), "max", "lte", "<=");
    add(Takes.NUMBER, "to be more than", (x, v) -> number(x, ">", v), "greaterThan", "gt", ">");
    add(Takes.NUMBER, "to be less than", (x, v) -> number(x, "<", v), "lessThan", "lt", "<");
    add(
        Takes.TEXT,
        "to match",
        (x, v) -> x + " != null && " + x + ".matches(" + v + ")",
        "pattern",
        "matches");
    add(
        Takes.TEXT,
        "to contain",
        (x, v) -> x + " != null && " + x + ".contains(" + v + ")",
        "contains");
    add(
        Takes.TEXT,
        "not to contain",
        (x, v) -> x + " == null || !" + x + ".contains(" + v + ")",
        "notContains");
    add(Takes.LIST, "to be one of", (x, v) -> x + " in " + v, "in", "oneOf");
    add(Takes.ANYTHING, "to be", (x, v) -> x + " == " + v, "equals", "eq", "==");
    add(Takes.ANYTHING, "not to be", (x, v) -> x + " != " + v, "notEquals", "ne", "!=");
  }

  private Comparisons() {}

  private static void add(Takes takes, String words, BinaryOperator<String> cel, String... names) {
    for (var name : names) {
      ALL.put(name, new Comparison(takes, words, cel));
    }
  }

  private static String number(String field, String operator, String value) {
    return field + " != null && double(" + field + ") " + operator + " double(" + value + ")";
  }

  private static String whole(String value) {
    return "int(" + value + ")";
  }

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  static boolean isKnown(String name) {
    return ALL.containsKey(name);
  }

  /** The condition; empty when the value is none that it can be compared with. */
  static Optional<String> cel(String name, String field, JsonNode value) {
    var comparison = ALL.get(name);
    if (comparison == null || !fits(comparison.takes(), value)) {
      return Optional.empty();
    }
    return Optional.of(comparison.cel().apply(field, literal(value)));
  }

  /** What it expects, for people. */
  static String words(String name, JsonNode value) {
    var comparison = ALL.get(name);
    if (comparison == null) {
      return name;
    }
    return comparison.takes() == Takes.NOTHING
        ? comparison.words()
        : comparison.words() + " " + Json.text(value);
  }

  private static boolean fits(Takes takes, JsonNode value) {
    return switch (takes) {
      case NOTHING -> true;
      case NUMBER -> value.isNumber();
      case TEXT -> value.isString();
      case LIST -> value.isArray() && value.valueStream().allMatch(Comparisons::isPlain);
      case ANYTHING -> isPlain(value);
    };
  }

  private static boolean isPlain(JsonNode value) {
    return value.isString() || value.isNumber() || value.isBoolean() || value.isNull();
  }

  /** JSON's way to write a text, a number and a list is CEL's as well; numbers have a fraction. */
  private static String literal(JsonNode value) {
    if (value.isArray()) {
      return value
          .valueStream()
          .map(Comparisons::literal)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.isNumber()) {
      return Double.toString(value.doubleValue());
    }
    return value.isMissingNode() ? "null" : Json.text(value).replace("${{", "$\\u007b{");
  }
}

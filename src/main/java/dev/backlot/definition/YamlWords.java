package dev.backlot.definition;

import dev.backlot.model.Value;
import java.util.regex.Pattern;

/** Plain scalars as YAML 1.2's core schema reads them, and the parser's messages in our words. */
final class YamlWords {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private YamlWords() {}

  /** Throws IllegalArgumentException for a number that no value can hold. */
  static Value plain(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Value.none();
      case "true", "True", "TRUE" -> Value.of(true);
      case "false", "False", "FALSE" -> Value.of(false);
      default -> numberOrText(text);
    };
  }

  private static Value numberOrText(String text) {
    if (INTEGER.matcher(text).matches()) {
      return Value.of(Long.parseLong(text));
    }
    if (NUMBER.matcher(text).matches()) {
      return Value.of(Double.parseDouble(text));
    }
    if (NOT_FINITE.matcher(text).matches()) {
      throw new IllegalArgumentException("not finite: " + text);
    }
    return Value.of(text);
  }

  static String translate(String problem) {
    if (problem.contains("TAB") || problem.contains("\\t")) {
      return "a tab cannot be used to indent, use spaces";
    }
    if (problem.startsWith("mapping values are not allowed here")) {
      return "unexpected ':', put the text in quotes or check the indentation";
    }
    if (problem.startsWith("special characters are not allowed")) {
      return "the file holds control characters, which YAML does not allow";
    }
    return "not well-formed YAML: " + problem.replace("<stream end>", "the end of the file");
  }
}

package dev.backlot.expression;

import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What CEL says, in words for people who never heard of overloads. */
final class CelMessages {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(\\w+)'.*");
  private static final Pattern NO_OVERLOAD =
      Pattern.compile(
          "found no matching overload for '(.+?)' applied to '(.*?)\\.?\\((.*)\\)'"
              + " \\(candidates.*");
  private static final Pattern PATH = Pattern.compile("[A-Za-z_]\\w*(\\s*\\.\\s*[A-Za-z_]\\w*)*");
  private static final Pattern PLACE = Pattern.compile("^evaluation error at [^ ]*: ");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
  private static final Map<String, String> WORDS =
      Map.of(
          "string",
          "text",
          "int",
          "integer",
          "double",
          "number",
          "bool",
          "boolean",
          "dyn",
          "any value",
          "wrapper(string)",
          "text",
          "wrapper(int)",
          "integer",
          "wrapper(double)",
          "number",
          "wrapper(bool)",
          "boolean",
          "null",
          "null");

  private CelMessages() {}

  /** Empty for what only follows from another problem. */
  static Optional<ExpressionProblem> atCompileTime(
      Scope scope, Standpoint from, String source, int offset, String message) {
    var undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      return undeclared(scope, from, source, offset, undeclared.group(1));
    }
    var overload = NO_OVERLOAD.matcher(message);
    var words = overload.matches() ? overload(overload) : syntax(message);
    return Optional.of(new ExpressionProblem(offset, words));
  }

  /** Of an expression that may read these names alone. */
  static String atCompileTime(Set<String> names, String message) {
    var undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      var known = names.stream().sorted().collect(Collectors.joining(", "));
      return "unknown name '" + undeclared.group(1) + "': there are " + known;
    }
    var overload = NO_OVERLOAD.matcher(message);
    return overload.matches() ? overload(overload) : syntax(message);
  }

  private static Optional<ExpressionProblem> undeclared(
      Scope scope, Standpoint from, String source, int offset, String name) {
    if (offset < source.length() && source.charAt(offset) == '(') {
      return Optional.of(new ExpressionProblem(offset, "unknown function '" + name + "'"));
    }
    var path = PATH.matcher(source).region(offset, source.length());
    var parts = path.lookingAt() ? withoutCall(source, path) : List.of(name);
    return scope.isUndecided(parts, from)
        ? Optional.empty()
        : Optional.of(new ExpressionProblem(offset, scope.explain(parts, from)));
  }

  /** In {@code steps.facts.startsWith('x')} the last word is a function, no output. */
  private static List<String> withoutCall(String source, Matcher path) {
    var parts = List.of(path.group().split("\\s*\\.\\s*"));
    boolean called = path.end() < source.length() && source.charAt(path.end()) == '(';
    return called && parts.size() > 1 ? parts.subList(0, parts.size() - 1) : parts;
  }

  private static String overload(Matcher overload) {
    var operator = operator(overload.group(1));
    var types =
        Stream.concat(
                Stream.of(overload.group(2)), Stream.of(overload.group(3).split(", (?![^(]*\\))")))
            .filter(type -> !type.isEmpty())
            .map(type -> WORDS.getOrDefault(type, type.replace("string", "text")))
            .collect(Collectors.joining(" and "));
    var hint =
        types.contains("number") && types.contains("integer")
            ? ": write 2.0 for 2, or use double(...)"
            : "";
    return "'" + operator + "' does not take " + types + hint;
  }

  private static String operator(String name) {
    return name.equals("_?_:_") ? "? :" : name.replace("_", "").replace("@in", "in");
  }

  private static String syntax(String message) {
    if (message.contains("'<EOF>' expecting")) {
      return "the expression ends too early";
    }
    if (message.startsWith("extraneous input") || message.startsWith("mismatched input")) {
      return "unexpected " + quoted(message, "input");
    }
    return message.startsWith("token recognition error")
        ? "unexpected character or unclosed quote"
        : message;
  }

  private static String quoted(String message, String otherwise) {
    var quoted = QUOTED.matcher(message);
    return quoted.find() ? "'" + quoted.group(1) + "'" : otherwise;
  }

  static Compilation unusable(CelType type) {
    var message =
        "the result is of type "
            + type.name()
            + ", which nothing takes: use int(...) or string(...)";
    return new Compilation.Rejected(List.of(new ExpressionProblem(0, message)));
  }

  static ExpressionException atRunTime(CelEvaluationException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ExpressionException ours) {
        return ours;
      }
    }
    var message = PLACE.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    return new ExpressionException(
        switch (failure.getErrorCode()) {
          case DIVIDE_BY_ZERO -> "division by zero";
          case ITERATION_BUDGET_EXCEEDED ->
              "expected at most 10,000 iterations, but the expression takes more";
          case ATTRIBUTE_NOT_FOUND -> "there is no field " + quoted(message, "of that name");
          case INDEX_OUT_OF_BOUNDS -> "the list has no such item: " + message;
          case OVERLOAD_NOT_FOUND ->
              quoted(message.replaceAll("_", ""), "an operator")
                  + " does not take these values; what was skipped or not given is null";
          case NUMERIC_OVERFLOW -> "a number is out of range: " + message;
          default -> message;
        });
  }
}

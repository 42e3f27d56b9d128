package dev.backlot.step.data;

import dev.backlot.model.Value;
import dev.backlot.step.StepInput;
import dev.harrel.jsonschema.Error;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a schema found wrong with a value, for people and for programs. */
final class Mistakes {
  private static final int ERRORS_MAX = 100;
  private static final int TOLD_MAX = 10;

  /** What only says that something within has failed. */
  private static final Set<String> AROUND =
      Set.of(
          "properties",
          "items",
          "prefixItems",
          "allOf",
          "$ref",
          "additionalProperties",
          "if",
          "then",
          "else",
          "patternProperties",
          "$dynamicRef",
          "contains",
          "dependentSchemas",
          "unevaluatedProperties",
          "unevaluatedItems");

  private final Value value;
  private final boolean wrong;
  private final List<Error> told;

  /**
   * @param errors as the validator tells them, some of which only follow from others
   */
  Mistakes(Value value, List<Error> errors) {
    this.value = value;
    wrong = !errors.isEmpty();
    told = errors.stream().filter(error -> isTold(error, errors)).toList();
  }

  boolean isWrong() {
    return wrong;
  }

  /** The parameter and the place of the first mistake within it, such as value.sizes[2]. */
  String field(StepInput input) {
    var path = new StringBuilder(input.asset("file").isPresent() ? "file" : "value");
    var at =
        told.isEmpty() ? "" : Objects.requireNonNullElse(told.getFirst().getInstanceLocation(), "");
    for (var part : at.isEmpty() ? new String[0] : at.substring(1).split("/", -1)) {
      var name = part.replace("~1", "/").replace("~0", "~");
      path.append(name.matches("[0-9]+") ? "[" + name + "]" : "." + name);
    }
    return path.toString();
  }

  /** The first few in one line. */
  String sentence() {
    var lines = new ArrayList<>(told.stream().limit(TOLD_MAX).map(Mistakes::line).toList());
    if (told.size() > TOLD_MAX) {
      lines.add("and " + (told.size() - TOLD_MAX) + " more");
    }
    return String.join("; ", lines);
  }

  Map<String, Value> outputs() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("valid", Value.of(!wrong));
    outputs.put(
        "errors", new Value.ListOf(told.stream().limit(ERRORS_MAX).map(Mistakes::object).toList()));
    outputs.put(
        "report",
        Value.of(
            told.stream().limit(ERRORS_MAX).map(Mistakes::line).collect(Collectors.joining("\n"))));
    outputs.put("value", value);
    return outputs;
  }

  /** Only what is wrong itself, unless nothing else is told. */
  private static boolean isTold(Error error, List<Error> all) {
    return error.getError() != null
        && (!AROUND.contains(error.getKeyword())
            || all.stream().allMatch(other -> AROUND.contains(other.getKeyword())));
  }

  private static String line(Error error) {
    var at = error.getInstanceLocation();
    var place = at == null || at.isEmpty() ? "the value" : at;
    var words = String.valueOf(error.getError());
    return place + ": " + Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }

  private static Value object(Error error) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("at", Value.of(String.valueOf(error.getInstanceLocation())));
    fields.put("message", Value.of(String.valueOf(error.getError())));
    fields.put("rule", Value.of(String.valueOf(error.getKeyword())));
    return new Value.ObjectOf(fields);
  }
}

package dev.backlot.surface.wiserows;

import dev.backlot.http.Refusal;
import dev.backlot.surface.StepNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an entity's fields are called in expressions of ours: an input, until a step has written the
 * field, then that step's result.
 */
final class Refs {
  static final String ID_INPUT = "entity_id";

  private static final Pattern HOLE = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final Pattern NAME =
      Pattern.compile("\\s*(?:(?:entity|fields)\\.)?([A-Za-z_][A-Za-z0-9_]*)\\s*");
  // text in quotes is skipped, so that it may say what it likes
  private static final Pattern FIELD =
      Pattern.compile(
          "\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|(?<![\\w.])(?:entity|fields)\\.([A-Za-z_]\\w*)");

  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Map<String, String> expressions = new LinkedHashMap<>();
  private final List<Refusal.Field> mistakes;

  Refs(Definition.EntityType type, List<Refusal.Field> mistakes) {
    this.mistakes = mistakes;
    inputs.putAll(inputs(type));
    expressions.put("id", "inputs." + ID_INPUT);
    inputs.forEach((field, input) -> expressions.put(field, "inputs." + input));
  }

  /** The inputs of a workflow over entities of a type, by the names of their fields. */
  static Map<String, String> inputs(Definition.EntityType type) {
    var names = new StepNames();
    names.of(ID_INPUT);
    var inputs = new LinkedHashMap<String, String>();
    type.fields().forEach(field -> inputs.put(field.name(), names.of(field.name())));
    return inputs;
  }

  /** From here on a field is what a step made of it. */
  void written(String field, String expression) {
    expressions.put(field, expression);
  }

  /** The expression for a field; a field that the type lacks is a mistake. */
  String of(String field, String place) {
    var expression = Optional.ofNullable(expressions.get(field));
    if (expression.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              place,
              "the entity type has no field '"
                  + field
                  + "', only "
                  + String.join(", ", inputs.keySet())));
    }
    return expression.orElse("null");
  }

  /** Text in which {@code {{field}}} stands for a field's value. */
  String text(String text, String place) {
    return HOLE.matcher(text.replace("${{", "$${{"))
        .replaceAll(
            hole -> {
              var name = NAME.matcher(hole.group(1));
              if (!name.matches()) {
                mistakes.add(
                    new Refusal.Field(place, "expected {{field}}, but " + hole.group().strip()));
                return "";
              }
              return Matcher.quoteReplacement("${{ " + of(name.group(1), place) + " }}");
            });
  }

  /** A CEL expression in which {@code entity.field} stands for a field's value. */
  String expression(String expression, String place) {
    return FIELD
        .matcher(expression)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null ? found.group() : of(found.group(1), place)));
  }
}

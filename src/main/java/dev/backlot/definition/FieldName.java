package dev.backlot.definition;

import dev.backlot.model.StepId;
import java.util.Set;

/** Names that expressions can read: of inputs, steps and outputs. */
final class FieldName {
  /** CEL's own words cannot follow a dot. */
  private static final Set<String> KEYWORDS = Set.of("in", "true", "false", "null");

  private FieldName() {}

  static boolean isWellFormed(String name) {
    return StepId.isWellFormed(name) && !KEYWORDS.contains(name);
  }

  /** Notes a problem where a name cannot be read. */
  static boolean check(Field field, String name) {
    if (KEYWORDS.contains(name)) {
      field.refuse(
          field.key(), "'" + name + "' is a word of the expression language, choose another name");
    } else if (!StepId.isWellFormed(name)) {
      var expected = "expected a name of 1 to 63 characters a-z, 0-9 and _, starting with a letter";
      field.refuse(field.key(), expected + ", but '" + name + "'");
    }
    return isWellFormed(name);
  }
}

package dev.backlot.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a step does, told by the one key that only this kind has. */
enum StepKind {
  USES("uses"),
  FOR_EACH("for-each"),
  WORKFLOW("workflow"),
  GATE("gate");

  /** Keys of every kind. */
  static final List<String> COMMON = List.of("needs", "when", "on-error", "continue-on-error");

  final String word;

  StepKind(String word) {
    this.word = word;
  }

  /** What this kind has beside the common keys; the word first. */
  List<String> keys() {
    return switch (this) {
      case USES -> List.of(word, "with", "retry", "fallback", "timeout", "memo");
      case FOR_EACH -> List.of(word, "steps", "concurrency", "on-item-error", "outputs");
      case WORKFLOW -> List.of(word, "with");
      case GATE -> List.of(word);
    };
  }

  /** Every key that a step of some kind has. */
  static List<String> allKeys() {
    return Stream.concat(
            Arrays.stream(values()).flatMap(kind -> kind.keys().stream()), COMMON.stream())
        .distinct()
        .toList();
  }

  /** The kind of a step; notes a problem where there is none, or more than one. */
  static StepKind of(Field step, Map<String, Field> fields) {
    var found = Arrays.stream(values()).filter(kind -> fields.containsKey(kind.word)).toList();
    if (found.isEmpty()) {
      missing(step, fields);
      return USES;
    }
    if (found.size() > 1) {
      var words = String.join(", ", found.stream().map(kind -> "'" + kind.word + "'").toList());
      step.refuse(step.key(), "expected only one of " + words);
      return found.getFirst();
    }
    found.getFirst().refuseForeign(step, fields);
    return found.getFirst();
  }

  private static void missing(Field step, Map<String, Field> fields) {
    if (step.node() instanceof Node.Mapping) {
      var likely = owner(fields);
      step.refuse(
          step.key(),
          likely
              .map(
                  kind ->
                      "missing '" + kind.word + "', which goes with '" + kind.keys().get(1) + "'")
              .orElse(
                  "missing 'uses', the type of the step, or one of 'for-each', 'workflow',"
                      + " 'gate'"));
    }
  }

  /** A loop's keys without the loop. */
  private static Optional<StepKind> owner(Map<String, Field> fields) {
    return fields.containsKey("steps") ? Optional.of(FOR_EACH) : Optional.empty();
  }

  private void refuseForeign(Field step, Map<String, Field> fields) {
    var others = new TreeSet<>(allKeys());
    others.removeAll(keys());
    others.removeAll(COMMON);
    fields.forEach(
        (name, field) -> {
          if (others.contains(name)) {
            step.refuse(
                field.key(),
                "'" + name + "' goes with " + owners(name) + ", not with '" + word + "'");
          }
        });
  }

  private static String owners(String key) {
    var words =
        Arrays.stream(values())
            .filter(kind -> kind.keys().contains(key))
            .map(kind -> "'" + kind.word + "'")
            .toList();
    return String.join(" or ", words);
  }
}

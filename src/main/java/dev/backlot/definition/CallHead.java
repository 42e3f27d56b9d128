package dev.backlot.definition;

import dev.backlot.model.Nearest;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.util.Map;
import java.util.Optional;

/**
 * One way to do a step's work, before its parameters are read.
 *
 * @param step empty where the type is unknown, with the problem noted
 */
record CallHead(Field field, Map<String, Field> fields, Optional<Step> step) {

  static CallHead read(Field field, Map<String, Field> fields, StepRegistry registry) {
    var uses = Optional.ofNullable(fields.get("uses"));
    return new CallHead(field, fields, uses.flatMap(name -> step(name, registry)));
  }

  private static Optional<Step> step(Field uses, StepRegistry registry) {
    var name = uses.text();
    var step = name.flatMap(registry::find);
    if (name.isPresent() && step.isEmpty()) {
      var known = registry.types().stream().map(StepType::name).toList();
      uses.refuse("unknown step type '" + name.get() + "'" + Nearest.hint(name.get(), known));
    }
    return step;
  }

  String uses() {
    return step.map(found -> found.type().name()).orElse("");
  }

  Optional<Field> find(String key) {
    return Optional.ofNullable(fields.get(key)).filter(child -> !child.isNothing());
  }

  /** Where to point at what is missing among the parameters. */
  Field withOrUses() {
    return Optional.ofNullable(fields.get("with")).or(() -> find("uses")).orElse(field);
  }
}

package dev.backlot.definition;

import dev.backlot.model.Nearest;
import dev.backlot.model.StepId;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be known of every step before the first one is read in full.
 *
 * @param step empty where the type is unknown, with the problem noted
 */
record StepHead(StepId id, Field field, Map<String, Field> fields, Optional<Step> step) {

  static StepHead read(StepId id, Field field, StepRegistry registry) {
    var fields = field.fields(StepReader.KEYS);
    var uses = fields.get("uses");
    if (uses == null && field.node() instanceof Node.Mapping) {
      field.refuse(field.key(), "missing 'uses', the type of the step");
    }
    return new StepHead(
        id, field, fields, Optional.ofNullable(uses).flatMap(name -> step(name, registry)));
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

package dev.backlot.definition;

import dev.backlot.expression.Standpoint;
import dev.backlot.model.GraphLimits;
import dev.backlot.model.StepId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be known of every step before the first one is read in full.
 *
 * @param call of a step that uses a type; empty for any other kind
 * @param fallbacks its other ways, in order
 * @param nested of a step that runs a workflow
 * @param body the steps of a loop in file order; empty for any other kind
 */
record StepHead(
    StepId id,
    Field field,
    Map<String, Field> fields,
    StepKind kind,
    Standpoint at,
    Optional<CallHead> call,
    List<CallHead> fallbacks,
    Optional<NestedHead> nested,
    List<StepHead> body,
    GraphLimits limits) {

  /** A workflow that was found, with its version. */
  record NestedHead(Definition definition, int version) {
    /** {@code shop-images@3}. */
    String words() {
      return definition.workflow().name() + "@" + version;
    }
  }

  Optional<Field> find(String key) {
    return Optional.ofNullable(fields.get(key)).filter(child -> !child.isNothing());
  }

  /** Where the body of this loop stands. */
  Standpoint inside() {
    return at.within(id.value());
  }
}

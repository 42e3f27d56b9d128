package dev.backlot.definition;

import dev.backlot.model.Nearest;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Work;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks which step a gate has run again: one that comes before it in the same scope, otherwise
 * another version would never reach the gate.
 */
final class GateProducers {
  private GateProducers() {}

  static void check(Map<StepId, StepSpec> steps, List<StepHead> heads) {
    for (var head : heads) {
      var spec = steps.get(head.id());
      if (spec != null && spec.work() instanceof Work.Gate gate) {
        gate.producer().ifPresent(producer -> check(head, producer, steps));
      }
    }
  }

  private static void check(StepHead head, StepId producer, Map<StepId, StepSpec> steps) {
    var known = before(head.id(), steps);
    if (known.contains(producer)) {
      return;
    }
    var words = known.stream().map(StepId::value).toList();
    var message =
        steps.containsKey(producer)
            ? "step '%s' does not lead to this gate".formatted(producer)
            : "unknown step '%s' before this gate%s"
                .formatted(producer, Nearest.hint(producer.value(), words));
    Optional.ofNullable(head.fields().get("gate"))
        .map(gate -> gate.fields().get("regenerate"))
        .ifPresent(field -> field.refuse(message));
  }

  /** Everything the gate waits for, near and far. */
  private static Set<StepId> before(StepId gate, Map<StepId, StepSpec> steps) {
    var found = new LinkedHashSet<StepId>();
    var open = new ArrayDeque<StepId>(List.of(gate));
    while (!open.isEmpty()) {
      var step = steps.get(open.remove());
      if (step != null) {
        step.needs().stream().filter(found::add).forEach(open::add);
      }
    }
    return found;
  }
}

package dev.backlot.definition;

import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds steps that wait for each other; each circle is told once, from its first step in the file.
 */
final class StepCycles {
  private final Map<StepId, StepSpec> steps;
  private final Map<StepId, Field> fields;
  private final Set<StepId> finished = new HashSet<>();
  private final List<StepId> path = new ArrayList<>();

  private StepCycles(Map<StepId, StepSpec> steps, Map<StepId, Field> fields) {
    this.steps = steps;
    this.fields = fields;
  }

  static void check(Map<StepId, StepSpec> steps, Map<StepId, Field> fields) {
    var cycles = new StepCycles(steps, fields);
    steps.keySet().forEach(cycles::visit);
  }

  private void visit(StepId id) {
    int start = path.indexOf(id);
    if (start >= 0) {
      refuse(path.subList(start, path.size()));
      return;
    }
    var step = steps.get(id);
    if (step == null || finished.contains(id)) {
      return;
    }
    path.add(id);
    step.needs().forEach(this::visit);
    path.removeLast();
    finished.add(id);
  }

  private void refuse(List<StepId> circle) {
    var first = circle.getFirst();
    var field = fields.get(first);
    if (field != null) {
      field.refuse(field.key(), circle.size() == 1 ? "the step waits for itself" : words(circle));
    }
  }

  private static String words(List<StepId> circle) {
    var names = circle.stream().map(StepId::value).collect(Collectors.joining(" -> "));
    return "steps wait for each other: " + names + " -> " + circle.getFirst();
  }
}

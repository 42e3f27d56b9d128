package dev.backlot.definition;

import dev.backlot.expression.Programs;
import dev.backlot.model.Port;
import dev.backlot.model.StepId;
import dev.backlot.model.Workflow;
import java.util.List;
import java.util.Map;

/**
 * A workflow that was read and checked.
 *
 * @param programs its compiled expressions
 * @param outputs what a run gives back, with types as far as expressions tell
 * @param nested the workflows that its steps run, by step
 * @param source the file's text as it was read
 */
public record Definition(
    Workflow workflow,
    Programs programs,
    List<Port> outputs,
    Map<StepId, Definition> nested,
    String source) {
  public Definition {
    outputs = List.copyOf(outputs);
    nested = Map.copyOf(nested);
  }

  /** The workflow that a step runs. */
  public Definition nested(StepId step) {
    var found = nested.get(step);
    if (found == null) {
      throw new IllegalArgumentException("step '" + step + "' runs no other workflow");
    }
    return found;
  }
}

package dev.backlot.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A node of the graph.
 *
 * @param needs steps of the same scope that must be final before this one starts: the written ones
 *     and those it binds to, within its loop too
 * @param when a boolean; false skips the step
 * @param whenAsks the steps whose outputs {@code when} reads
 * @param onError what its final failure means
 * @param joinedInto the step that does this one's work at once with its own; empty where it does it
 *     itself
 */
public record StepSpec(
    StepId id,
    Work work,
    Set<StepId> needs,
    Optional<Expression> when,
    Set<StepId> whenAsks,
    OnError onError,
    Optional<StepId> joinedInto) {
  /** One that does its own work. */
  public StepSpec(
      StepId id,
      Work work,
      Set<StepId> needs,
      Optional<Expression> when,
      Set<StepId> whenAsks,
      OnError onError) {
    this(id, work, needs, when, whenAsks, onError, Optional.empty());
  }

  public StepSpec {
    needs = Collections.unmodifiableSet(new LinkedHashSet<>(needs));
    whenAsks = Collections.unmodifiableSet(new LinkedHashSet<>(whenAsks));
  }

  /** The same step, whose work another does. */
  public StepSpec joinedInto(StepId other) {
    return new StepSpec(id, work, needs, when, whenAsks, onError, Optional.of(other));
  }

  /** The same step with other work. */
  public StepSpec doing(Work other) {
    return new StepSpec(id, other, needs, when, whenAsks, onError, joinedInto);
  }

  /** The step type, or the kind of node where it has none. */
  public String uses() {
    return switch (work) {
      case Work.Calls(var ways) -> ways.getFirst().uses();
      case Work.ForEach _ -> "for-each";
      case Work.SubWorkflow(var workflow, var version, _) -> workflow.name() + "@" + version;
      case Work.Gate _ -> "gate";
    };
  }
}

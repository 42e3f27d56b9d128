package dev.backlot.engine;

import dev.backlot.model.RunId;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A published workflow, ready to decide over: its graph and its compiled expressions. */
public record Plan(Workflow workflow, Bindings bindings) {

  /** The step's definition; empty for the built-in {@link StepId#INPUTS}. */
  public Optional<StepSpec> spec(StepId step) {
    return Optional.ofNullable(workflow.steps().get(step));
  }

  Set<StepId> needs(StepId step) {
    return spec(step).map(StepSpec::needs).orElse(Set.of());
  }

  /** The steps of a run in file order. */
  List<StepId> steps(boolean bringsInputsIn) {
    var steps = new ArrayList<StepId>();
    if (bringsInputsIn) {
      steps.add(StepId.INPUTS);
    }
    steps.addAll(workflow.steps().keySet());
    return List.copyOf(steps);
  }

  /**
   * A number from 0 (included) to 1 (excluded) that looks random, yet is the same whenever the same
   * run, step and attempt ask: the engine has no dice.
   */
  static double chance(RunId run, StepId step, int attempt) {
    long mixed =
        run.hashCode() * 0x9E37_79B9_7F4A_7C15L
            + step.hashCode() * 0xBF58_476D_1CE4_E5B9L
            + attempt;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return (mixed >>> 11) * 0x1.0p-53;
  }
}

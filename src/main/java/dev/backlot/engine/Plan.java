package dev.backlot.engine;

import dev.backlot.model.Call;
import dev.backlot.model.GraphLimits;
import dev.backlot.model.RunId;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Work;
import dev.backlot.model.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A published workflow, ready to decide over: its graph and its compiled expressions.
 *
 * @param iterationsMax of one loop
 * @param allAtOnce whether loops start all their iterations at once, whatever they say: to see what
 *     there is to do
 */
public record Plan(Workflow workflow, Bindings bindings, int iterationsMax, boolean allAtOnce) {
  /** One that does as the workflow says. */
  public Plan(Workflow workflow, Bindings bindings, int iterationsMax) {
    this(workflow, bindings, iterationsMax, false);
  }

  /** With the usual limit. */
  public Plan(Workflow workflow, Bindings bindings) {
    this(workflow, bindings, GraphLimits.DEFAULT.iterations());
  }

  /** The same plan to look at: its loops start all iterations at once. */
  public Plan allAtOnce(boolean all) {
    return new Plan(workflow, bindings, iterationsMax, all);
  }

  /** The step's definition; empty for the built-in {@link StepId#INPUTS}. */
  public Optional<StepSpec> spec(StepPath path) {
    return Optional.ofNullable(specs(path.frames()).get(path.step()));
  }

  /** The definitions of the steps within these frames. */
  Map<StepId, StepSpec> specs(List<StepPath.Frame> frames) {
    var specs = workflow.steps();
    for (var frame : frames) {
      var loop = specs.get(frame.loop());
      specs = loop == null ? Map.of() : body(loop.work());
    }
    return specs;
  }

  /** The steps within a loop or a sub-workflow; none for anything else. */
  public static Map<StepId, StepSpec> body(Work work) {
    return switch (work) {
      case Work.ForEach loop -> loop.steps();
      case Work.SubWorkflow nested -> nested.workflow().steps();
      case Work.Calls _, Work.Gate _ -> Map.of();
    };
  }

  /**
   * The way in which a step is done at present; empty for the built-in first step, a loop, a gate.
   *
   * @param way 0 for its own, then its fallbacks
   */
  public Optional<Call> call(StepPath path, int way) {
    return spec(path)
        .filter(spec -> spec.work() instanceof Work.Calls(var ways) && way < ways.size())
        .map(spec -> ((Work.Calls) spec.work()).ways().get(way));
  }

  /** Whether people may ask a gate for another version, with a note. */
  public boolean takesNotes() {
    return takesNotes(workflow.steps());
  }

  private static boolean takesNotes(Map<StepId, StepSpec> specs) {
    return specs.values().stream()
        .map(StepSpec::work)
        .anyMatch(
            work ->
                work instanceof Work.Gate gate
                    ? gate.producer().isPresent()
                    : takesNotes(body(work)));
  }

  Set<StepId> needs(StepPath path) {
    return spec(path).map(StepSpec::needs).orElse(Set.of());
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
  static double chance(RunId run, StepPath step, int attempt) {
    long mixed =
        run.hashCode() * 0x9E37_79B9_7F4A_7C15L
            + step.hashCode() * 0xBF58_476D_1CE4_E5B9L
            + attempt;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return (mixed >>> 11) * 0x1.0p-53;
  }
}

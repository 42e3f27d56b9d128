package dev.backlot.definition;

import dev.backlot.model.Call;
import dev.backlot.model.OnError;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Work;
import dev.backlot.step.Joint;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds steps that are done at once: each takes what the one before it made, and nothing else looks
 * at that. A step that has fallbacks, or says anything of its own about failing, waiting or
 * remembering, stays apart.
 */
record JoinedSteps(Expressions expressions, StepRegistry registry) {

  /**
   * The same steps, with those marked whose work another does; those within loops too.
   *
   * @param outputs of their scope
   */
  Map<StepId, StepSpec> mark(Map<StepId, StepSpec> steps, Collection<Template> outputs) {
    var into = new LinkedHashMap<StepId, StepId>();
    steps
        .values()
        .forEach(
            next ->
                leader(steps, next, outputs).ifPresent(leader -> into.put(leader.id(), next.id())));
    cut(into);
    var marked = new LinkedHashMap<StepId, StepSpec>();
    steps.forEach(
        (id, spec) -> {
          var next = into.get(id);
          marked.put(id, next == null ? within(spec) : spec.joinedInto(next));
        });
    return marked;
  }

  private StepSpec within(StepSpec spec) {
    return spec.work() instanceof Work.ForEach loop
        ? spec.doing(loop.over(mark(loop.steps(), loop.outputs().values())))
        : spec;
  }

  /** The step whose work this one can do along with its own. */
  private Optional<StepSpec> leader(
      Map<StepId, StepSpec> steps, StepSpec next, Collection<Template> outputs) {
    var call = only(next);
    var joint = call.flatMap(this::joint);
    if (joint.isEmpty() || says(call.get(), joint.get().apart())) {
      return Optional.empty();
    }
    return subject(call.get(), joint.get(), steps)
        .filter(leader -> leads(leader, joint.get()))
        .filter(leader -> isReadOnce(leader.id(), next, joint.get()))
        .filter(leader -> steps.values().stream().allMatch(isNeededOnlyBy(leader, next)))
        .filter(leader -> outputs.stream().noneMatch(output -> reads(output, leader.id())));
  }

  private static Predicate<StepSpec> isNeededOnlyBy(StepSpec leader, StepSpec next) {
    return spec -> spec.id().equals(next.id()) || !spec.needs().contains(leader.id());
  }

  private static Optional<Call> only(StepSpec spec) {
    return spec.work() instanceof Work.Calls(var ways) && ways.size() == 1
        ? Optional.of(ways.getFirst())
        : Optional.empty();
  }

  private Optional<Joint> joint(Call call) {
    return registry.find(call.uses()).map(Step::type).flatMap(StepType::joint);
  }

  private static boolean says(Call call, Set<String> parameters) {
    return parameters.stream().anyMatch(call.with()::containsKey);
  }

  /** The step whose output the next one takes, and nothing but that. */
  private static Optional<StepSpec> subject(Call call, Joint joint, Map<StepId, StepSpec> steps) {
    if (!(call.with().get(joint.subject()) instanceof Template.Bound(var expression))) {
      return Optional.empty();
    }
    return steps.values().stream()
        .filter(step -> expression.source().strip().equals(joint.output(step.id())))
        .findFirst();
  }

  private boolean leads(StepSpec leader, Joint next) {
    var call = only(leader);
    var joint = call.flatMap(this::joint);
    return joint.isPresent()
        && joint.get().leads()
        && joint.get().by().equals(next.by())
        && call.get().isUsual()
        && leader.onError() == OnError.FAIL
        && !says(call.get(), joint.get().whole())
        && !says(call.get(), joint.get().apart());
  }

  /** The next step takes it as its subject, and asks nothing else of it. */
  private boolean isReadOnce(StepId leader, StepSpec next, Joint joint) {
    var parameters = only(next).map(Call::with).orElse(Map.of());
    return !next.whenAsks().contains(leader)
        && parameters.entrySet().stream()
            .filter(parameter -> !parameter.getKey().equals(joint.subject()))
            .noneMatch(parameter -> reads(parameter.getValue(), leader));
  }

  private boolean reads(Template template, StepId step) {
    return expressions.steps(template).anyMatch(step::equals);
  }

  /** At most so many are done at once: the last of them writes what they made. */
  private static void cut(Map<StepId, StepId> into) {
    var heads = new LinkedHashSet<>(into.keySet());
    heads.removeAll(into.values());
    for (var head : heads) {
      int length = 1;
      for (var step = head; into.containsKey(step); length++) {
        var next = into.get(step);
        if (length % Joint.STEPS_MAX == 0) {
          into.remove(step);
        }
        step = next;
      }
    }
  }
}

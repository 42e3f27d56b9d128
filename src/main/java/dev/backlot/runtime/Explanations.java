package dev.backlot.runtime;

import dev.backlot.model.Call;
import dev.backlot.model.Caller;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepResult;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.MemoRecord;
import dev.backlot.store.Views;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Says of each step run whether it was reused, and if not, what was different. Thread-safe. */
public final class Explanations {
  private static final int CANDIDATES = 20;
  private final Views views;
  private final Workflows workflows;
  private final StepRegistry registry;
  private final Tasks tasks;

  Explanations(Views views, Workflows workflows, StepRegistry registry, LargeValues largeValues) {
    this.tasks = new Tasks(registry, largeValues);
    this.views = views;
    this.workflows = workflows;
    this.registry = registry;
  }

  /** Empty when there is no such run or no such step in it. */
  public Optional<Explanation> why(Caller caller, RunView run, StepPath step) {
    var batch = views.batch(caller.tenant(), run.run().id().batch());
    if (batch.isEmpty() || !run.state().knows(step)) {
      return Optional.empty();
    }
    return Optional.of(explain(caller, batch.get(), run, step));
  }

  private Explanation explain(Caller caller, BatchRecord batch, RunView view, StepPath path) {
    var step = view.state().step(path);
    if (step.phase() == StepPhase.SKIPPED) {
      return said(path, "skipped: " + step.note());
    }
    if (step.reused()) {
      return new Explanation(
          path, true, "its key is that of earlier work", List.of(), Optional.empty());
    }
    var leftTo = step.result().flatMap(StepResult::leftTo);
    if (leftTo.isPresent()) {
      return said(
          path,
          "step '%s' did its work along with its own, without a file in between; intermediates: keep would keep them apart"
              .formatted(leftTo.get()));
    }
    if (step.tries().round() > 0) {
      return said(path, "a person asked for another version at a gate");
    }
    if (step.attempt() == 0) {
      return said(path, "it has not started");
    }
    var run = view.run().id();
    var plan =
        workflows
            .workload(caller.tenant(), batch.origin().workflow(), batch.origin().version())
            .map(workload -> workload.plan(run, view.run().name()));
    var call = plan.flatMap(known -> known.call(path, step.tries().way()));
    var type = call.map(Call::uses).flatMap(registry::find).map(found -> found.type());
    if (plan.isEmpty() || call.isEmpty() || type.isEmpty()) {
      return said(path, "it does no work of its own that could be reused");
    }
    if (!batch.state().settings().reuse()) {
      return said(path, "the batch was told not to reuse earlier work");
    }
    if (!call.get().isRemembered(type.get().deterministic())) {
      return said(path, forgotten(call.get()));
    }
    return switch (tasks.of(plan.get(), view.state(), path, false)) {
      case Task.Own(var done, var input) ->
          compare(caller, batch, view, path, MemoKeys.parts(done.type(), input));
      case Task.Several all ->
          compare(caller, batch, view, path, MemoKeys.parts(all.step().type(), all.input()));
      case Task.Left _, Task.Impossible _ -> said(path, "its parameters could not be evaluated");
    };
  }

  private static String forgotten(Call call) {
    return call.memo().isPresent()
        ? "the workflow says memo: false for this step, so it is not remembered"
        : call.uses()
            + " may give another result each time, so it is not remembered; memo: true would";
  }

  private Explanation compare(
      Caller caller, BatchRecord batch, RunView view, StepPath path, Map<String, String> parts) {
    var place = place(batch.origin().workflow(), path, view.run().name());
    var nearest = Optional.<MemoRecord>empty();
    var fewest = List.<String>of();
    for (var candidate : views.memosAt(caller.tenant(), place, CANDIDATES)) {
      if (candidate.run().equals(view.run().id())) {
        continue;
      }
      var changed = changed(parts, candidate.parts());
      if (nearest.isEmpty() || changed.size() < fewest.size()) {
        nearest = Optional.of(candidate);
        fewest = changed;
      }
    }
    if (nearest.isEmpty()) {
      return said(path, "no earlier work of this step on this item is remembered, or not any more");
    }
    var reason =
        fewest.isEmpty()
            ? "the same result was remembered later, or its bytes were gone"
            : "these parts of its key differ from the nearest earlier result: "
                + String.join(", ", fewest);
    return new Explanation(path, false, reason, fewest, nearest.map(MemoRecord::run));
  }

  private static List<String> changed(Map<String, String> now, Map<String, String> before) {
    var names = new TreeSet<>(now.keySet());
    names.addAll(before.keySet());
    return names.stream()
        .filter(name -> !String.valueOf(now.get(name)).equals(String.valueOf(before.get(name))))
        .toList();
  }

  /** Where a step's work was done, to find earlier work of the same place. */
  static String place(String workflow, StepPath step, String itemName) {
    return workflow + "/" + step + "/" + itemName;
  }

  private static Explanation said(StepPath path, String reason) {
    return new Explanation(path, false, reason, List.of(), Optional.empty());
  }
}

package dev.backlot.runtime;

import dev.backlot.engine.Plan;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Call;
import dev.backlot.model.Provenance;
import dev.backlot.model.Provenance.Making;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepResult;
import dev.backlot.model.Value;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes back from a file to what it was made of, through the steps of one run. */
final class ProvenanceTrail {
  private static final String SEED = "seed";
  private static final List<String> SETTINGS = List.of("provider", "model", SEED);

  private final Origin origin;
  private final Plan plan;
  private final RunState state;
  private final StepRegistry registry;

  /** What a run is called, and its workflow. */
  record Origin(String workflow, RunId run, String item) {}

  ProvenanceTrail(Origin origin, Plan plan, RunState state, StepRegistry registry) {
    this.origin = origin;
    this.plan = plan;
    this.state = state;
    this.registry = registry;
  }

  /** Through what the run had done when the attempt became ready. */
  static ProvenanceTrail of(Attempt attempt, StepRegistry registry) {
    return new ProvenanceTrail(
        new Origin(attempt.workflowName(), attempt.key.run(), attempt.itemName),
        attempt.plan,
        attempt.state,
        registry);
  }

  Provenance of(AssetId asset) {
    var steps = new ArrayList<Making>();
    var inputs = new LinkedHashSet<AssetId>();
    var seen = new LinkedHashSet<>(Set.of(asset));
    var open = new ArrayDeque<>(seen);
    var makers = new LinkedHashSet<StepPath>();
    while (!open.isEmpty()) {
      var next = open.poll();
      var maker = maker(next);
      if (maker.isEmpty()) {
        inputs.add(next);
      } else if (makers.add(maker.get().path())) {
        var made = maker.get();
        steps.add(making(made.path(), made.result(), List.of(next)));
        joined(made.path(), steps);
        made.result().consumed().stream().filter(seen::add).forEach(open::add);
      }
    }
    return new Provenance(
        origin.workflow(), origin.run().toString(), origin.item(), List.copyOf(inputs), steps);
  }

  /** The steps whose work the maker did as well, the last one first. */
  private void joined(StepPath maker, List<Making> steps) {
    state
        .steps(maker.frames())
        .forEach(
            (id, step) -> {
              var left =
                  step.result()
                      .filter(its -> its.leftTo().filter(maker.step()::equals).isPresent());
              if (left.isPresent()) {
                var path = new StepPath(maker.frames(), id);
                steps.add(making(path, left.get(), List.of()));
                joined(path, steps);
              }
            });
  }

  private record Maker(StepPath path, StepResult result) {}

  /** The step that put it out without having been given it. */
  private Optional<Maker> maker(AssetId asset) {
    var found = new ArrayList<Maker>();
    state.forEach(
        (path, step) -> {
          var result = step.result();
          if (found.isEmpty()
              && result.isPresent()
              && !result.get().consumed().contains(asset)
              && ids(result.get()).contains(asset)
              && call(path).isPresent()) {
            found.add(new Maker(path, result.get()));
          }
        });
    return found.stream().findFirst();
  }

  private static List<AssetId> ids(StepResult result) {
    return result.outputs().values().stream()
        .flatMap(value -> value.assets().stream())
        .map(Asset::id)
        .distinct()
        .toList();
  }

  private Optional<Call> call(StepPath path) {
    return plan.call(path, state.step(path).tries().way());
  }

  private Making making(StepPath path, StepResult result, List<AssetId> made) {
    var uses = call(path).map(Call::uses).orElse("");
    return new Making(
        path.toString(),
        uses,
        result.reused(),
        result.consumed(),
        made,
        settings(path, uses, result));
  }

  private Map<String, Value> settings(StepPath path, String uses, StepResult result) {
    var settings = new LinkedHashMap<String, Value>();
    registry
        .find(uses)
        .map(step -> Attempt.parameters(step.type(), plan, state, path))
        .filter(Attempt.Parameters.Ready.class::isInstance)
        .map(ready -> ((Attempt.Parameters.Ready) ready).input())
        .ifPresent(input -> SETTINGS.forEach(name -> put(settings, input, name)));
    // what was used, when nobody gave one
    Optional.ofNullable(result.outputs().get(SEED)).ifPresent(seed -> settings.put(SEED, seed));
    return settings;
  }

  private static void put(Map<String, Value> settings, StepInput input, String name) {
    input.value(name).ifPresent(value -> settings.put(name, value));
  }
}

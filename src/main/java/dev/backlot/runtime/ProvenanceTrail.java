package dev.backlot.runtime;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Call;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepResult;
import dev.backlot.model.Value;
import dev.backlot.step.Provenance;
import dev.backlot.step.Provenance.Making;
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

/** Goes back from a file to what it was made of, through the steps of an attempt's own run. */
final class ProvenanceTrail {
  private static final String SEED = "seed";
  private static final List<String> SETTINGS = List.of("provider", "model", SEED);

  private final Attempt attempt;
  private final StepRegistry registry;

  ProvenanceTrail(Attempt attempt, StepRegistry registry) {
    this.attempt = attempt;
    this.registry = registry;
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
        attempt.workflowName(),
        attempt.key.run().toString(),
        attempt.itemName,
        List.copyOf(inputs),
        steps);
  }

  /** The steps whose work the maker did as well, the last one first. */
  private void joined(StepPath maker, List<Making> steps) {
    attempt
        .state
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
    attempt.state.forEach(
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
    return attempt.plan.call(path, attempt.state.step(path).tries().way());
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
        .map(step -> Attempt.parameters(step.type(), attempt.plan, attempt.state, path))
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

package dev.backlot.runtime;

import dev.backlot.model.Call;
import dev.backlot.model.ResourceKey;
import dev.backlot.step.CallingStep;
import dev.backlot.step.StepRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Says which resources an attempt holds while it runs, so that an operator may limit them. */
interface ResourceKeys {
  Set<ResourceKey> of(Attempt attempt);

  /**
   * {@code step:TYPE}, what every attempt of a step type shares, and what the step itself says,
   * such as {@code provider:NAME}.
   */
  static ResourceKeys ofSteps(StepRegistry steps) {
    Map<String, Set<ResourceKey>> keys = new HashMap<>();
    for (var type : steps.types()) {
      ResourceKey.parse("step:" + type.name()).ifPresent(key -> keys.put(type.name(), Set.of(key)));
    }
    return attempt -> {
      var uses = attempt.call().map(Call::uses).orElse("");
      var ofType = keys.getOrDefault(uses, Set.of());
      return steps.find(uses).orElse(null) instanceof CallingStep step
          ? with(ofType, step, attempt)
          : ofType;
    };
  }

  private static Set<ResourceKey> with(Set<ResourceKey> keys, CallingStep step, Attempt attempt) {
    return switch (attempt.parameters(step.type())) {
      // it will fail by itself, without asking anybody
      case Attempt.Parameters.Wrong _ -> keys;
      case Attempt.Parameters.Ready(var input) -> {
        var all = new HashSet<>(keys);
        all.addAll(step.resources(input));
        yield Set.copyOf(all);
      }
    };
  }
}

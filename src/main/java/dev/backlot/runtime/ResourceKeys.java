package dev.backlot.runtime;

import dev.backlot.model.ResourceKey;
import dev.backlot.step.StepRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Says which resources an attempt holds while it runs, so that an operator may limit them. */
interface ResourceKeys {
  Set<ResourceKey> of(Attempt attempt);

  /** {@code step:TYPE}: what every attempt of a step type shares. */
  static ResourceKeys ofStepTypes(StepRegistry steps) {
    Map<String, Set<ResourceKey>> keys = new HashMap<>();
    for (var type : steps.types()) {
      ResourceKey.parse("step:" + type.name()).ifPresent(key -> keys.put(type.name(), Set.of(key)));
    }
    return attempt ->
        attempt.call().map(call -> keys.getOrDefault(call.uses(), Set.of())).orElse(Set.of());
  }
}

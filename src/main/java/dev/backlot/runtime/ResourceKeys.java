package dev.backlot.runtime;

import dev.backlot.model.Call;
import dev.backlot.model.ResourceKey;
import dev.backlot.step.CallingStep;
import dev.backlot.step.Headroom;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Says which resources an attempt holds while it runs, so that an operator may limit them. */
interface ResourceKeys {
  Set<ResourceKey> of(Attempt attempt);

  /**
   * {@code step:TYPE}, what every attempt of a step type shares, and what the step itself says,
   * such as {@code provider:NAME}.
   *
   * @param headroom by which a step chooses that may take any of several
   */
  static ResourceKeys ofSteps(StepRegistry steps, Headroom headroom) {
    Map<String, Set<ResourceKey>> keys = new HashMap<>();
    for (var type : steps.types()) {
      ResourceKey.parse("step:" + type.name()).ifPresent(key -> keys.put(type.name(), Set.of(key)));
    }
    return attempt -> {
      var uses = attempt.call().map(Call::uses).orElse("");
      var ofType = keys.getOrDefault(uses, Set.of());
      return steps.find(uses).orElse(null) instanceof CallingStep step
          ? with(ofType, step.type(), attempt, input -> step.resources(input, headroom))
          : ofType;
    };
  }

  private static Set<ResourceKey> with(
      Set<ResourceKey> keys,
      StepType type,
      Attempt attempt,
      Function<StepInput, Set<ResourceKey>> own) {
    return switch (attempt.parameters(type)) {
      // it will fail by itself, without asking anybody
      case Attempt.Parameters.Wrong _ -> keys;
      case Attempt.Parameters.Ready(var input) -> {
        var all = new HashSet<>(keys);
        all.addAll(own.apply(input));
        yield Set.copyOf(all);
      }
    };
  }
}

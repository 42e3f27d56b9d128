package dev.backlot.runtime;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.backlot.model.Call;
import dev.backlot.model.ResourceKey;
import dev.backlot.step.CallingStep;
import dev.backlot.step.Headroom;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says which resources an attempt holds while it runs, so that an operator may limit them. */
interface ResourceKeys {
  Set<ResourceKey> of(Attempt attempt);

  /**
   * {@code step:TYPE} of every step type whose work it does, and what the step itself says, such as
   * {@code provider:NAME}. Who leaves its work to the next step holds nothing: that one does.
   *
   * @param headroom by which a step chooses that may take any of several
   */
  static ResourceKeys ofSteps(StepRegistry steps, Headroom headroom) {
    var ofTypes = new OfTypes(steps);
    return attempt -> {
      var uses = attempt.call().map(Call::uses).orElse("");
      return switch (steps.find(uses).orElse(null)) {
        case CallingStep step ->
            with(
                ofTypes.of(uses),
                step.type(),
                attempt,
                input -> waitsFor(attempt).orElseGet(() -> step.resources(input, headroom)));
        case Step step when step.type().joint().isPresent() -> ofTypes.of(attempt.workOf());
        case null, default -> ofTypes.of(uses);
      };
    };
  }

  /** Whoever has its job already, whomever it would choose by now; empty while nobody has one. */
  private static Optional<Set<ResourceKey>> waitsFor(Attempt attempt) {
    return attempt
        .openCall()
        .flatMap(call -> ResourceKey.parse("provider:" + call.provider()))
        .map(Set::of);
  }

  /** The key of every step type there is. */
  final class OfTypes {
    private final Map<String, Set<ResourceKey>> keys = new HashMap<>();

    private OfTypes(StepRegistry steps) {
      for (var type : steps.types()) {
        ResourceKey.parse("step:" + type.name())
            .ifPresent(key -> keys.put(type.name(), Set.of(key)));
      }
    }

    private Set<ResourceKey> of(String type) {
      return keys.getOrDefault(type, Set.of());
    }

    private Set<ResourceKey> of(List<String> types) {
      return types.size() == 1
          ? of(types.getFirst())
          : types.stream().flatMap(type -> of(type).stream()).collect(toUnmodifiableSet());
    }
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

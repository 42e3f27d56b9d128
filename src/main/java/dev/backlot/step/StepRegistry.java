package dev.backlot.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every step type this process offers, by name. */
public final class StepRegistry {
  private final Map<String, Step> byName = new TreeMap<>();

  /** Fails at start, loudly, when two steps claim one name. */
  public StepRegistry(List<? extends Step> steps) {
    for (var step : steps) {
      if (byName.put(step.type().name(), step) != null) {
        throw new IllegalStateException("two steps of type " + step.type().name());
      }
    }
  }

  public Optional<Step> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** In alphabetical order. */
  public List<StepType> types() {
    return byName.values().stream().map(Step::type).toList();
  }
}

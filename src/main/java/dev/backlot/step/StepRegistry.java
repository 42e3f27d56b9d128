package dev.backlot.step;

import dev.backlot.model.GraphLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every step type this process offers, by name, and how large workflows of them may be. */
public final class StepRegistry {
  private final Map<String, Step> byName = new TreeMap<>();

  private final GraphLimits limits;

  /** With the usual limits. */
  public StepRegistry(List<? extends Step> steps) {
    this(steps, GraphLimits.DEFAULT);
  }

  /**
   * Fails at start, loudly, when two steps claim one name.
   *
   * @param limits of the workflows that are made of these steps
   */
  public StepRegistry(List<? extends Step> steps, GraphLimits limits) {
    this.limits = limits;
    for (var step : steps) {
      if (byName.put(step.type().name(), step) != null) {
        throw new IllegalStateException("two steps of type " + step.type().name());
      }
    }
  }

  /** How large workflows may be. */
  public GraphLimits limits() {
    return limits;
  }

  public Optional<Step> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** In alphabetical order. */
  public List<StepType> types() {
    return byName.values().stream().map(Step::type).toList();
  }
}

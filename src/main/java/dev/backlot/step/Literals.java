package dev.backlot.step;

import dev.backlot.model.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters that are already known when a workflow is checked.
 *
 * @param values what is known, with the usual values of what is not given
 * @param later what is given and known only when the step runs
 */
public record Literals(Map<String, Value> values, Set<String> later) {
  /** Everything is known. */
  public Literals(Map<String, Value> values) {
    this(values, Set.of());
  }

  public Optional<String> text(String name) {
    return values.get(name) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  /** Whether it is true, whatever the run. */
  public boolean flag(String name) {
    return values.get(name) instanceof Value.Bool(var flag) && flag;
  }

  /** Whether the step will have it, whatever the run. */
  public boolean has(String name) {
    return !(values.getOrDefault(name, Value.none()) instanceof Value.Null);
  }

  /** Whether the step will be without it, whatever the run. */
  public boolean lacks(String name) {
    return !later.contains(name) && values.getOrDefault(name, Value.none()) instanceof Value.Null;
  }
}

package dev.backlot.step;

import dev.backlot.model.Value;
import java.util.Map;
import java.util.Optional;

/** The parameters that are already known when a workflow is checked. */
public record Literals(Map<String, Value> values) {
  public Optional<String> text(String name) {
    return values.get(name) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }
}

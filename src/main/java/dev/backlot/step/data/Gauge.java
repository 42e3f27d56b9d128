package dev.backlot.step.data;

import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import java.util.Map;

/**
 * Counts what is gathered in memory: more than some 8 million characters are no result of a step
 * anyway, and are not waited for.
 */
final class Gauge {
  /** By the longest form that a character has in JSON. */
  private static final long MOST = 6L * (8 << 20);

  private long gathered;

  /** False once it is too much. */
  boolean takes(Value value) {
    gathered += ValueJson.charactersAtMost(Map.of("", value));
    return gathered <= MOST;
  }
}

package dev.backlot.runtime;

import dev.backlot.model.ResourceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is to be run and what it needs meanwhile. */
final class Demand {
  private final Map<Part, Integer> counts = new HashMap<>();

  /**
   * Runs of one step that need the same.
   *
   * @param step by its name in the workflow
   * @param cpu whether it computes, as opposed to waiting
   */
  record Part(String step, boolean cpu, Set<ResourceKey> keys) {}

  void add(Part part, int count) {
    counts.merge(part, count, Integer::sum);
  }

  void add(Demand other) {
    other.counts.forEach(this::add);
  }

  Map<Part, Integer> counts() {
    return counts;
  }
}

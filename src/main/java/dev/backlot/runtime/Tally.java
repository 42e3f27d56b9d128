package dev.backlot.runtime;

import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counts by step, whatever loops it stands in. */
final class Tally {
  private final Map<String, Integer> counts = new TreeMap<>();

  void count(StepPath path) {
    counts.merge(path.step().value(), 1, Integer::sum);
  }

  void count(StepId step, int times) {
    counts.merge(step.value(), times, Integer::sum);
  }

  void add(Map<String, Integer> others) {
    others.forEach((step, count) -> counts.merge(step, count, Integer::sum));
  }

  Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }
}

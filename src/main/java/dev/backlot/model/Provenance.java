package dev.backlot.model;

import java.util.List;
import java.util.Map;

/**
 * How a file came to be within its run.
 *
 * @param inputs what the run was given that went into it
 * @param steps what made it, the last one first
 */
public record Provenance(
    String workflow, String run, String item, List<AssetId> inputs, List<Making> steps) {
  public Provenance {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
  }

  /**
   * One step that had a part in it.
   *
   * @param from what went into the step
   * @param to what came out of it that went on
   * @param settings provider, model and seed, as far as it has them
   */
  public record Making(
      String step,
      String uses,
      boolean reused,
      List<AssetId> from,
      List<AssetId> to,
      Map<String, Value> settings) {
    public Making {
      from = List.copyOf(from);
      to = List.copyOf(to);
      settings = Map.copyOf(settings);
    }
  }
}

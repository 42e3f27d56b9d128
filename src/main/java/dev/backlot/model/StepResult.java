package dev.backlot.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an attempt that ended well brought.
 *
 * @param outputs by name
 * @param reused whether they come from earlier work instead of this attempt
 * @param consumed the assets that went in: with the outputs' assets, the lineage
 * @param cost what a provider charges for it
 * @param key what went into the step, as a SHA-256; empty where nobody asked
 */
public record StepResult(
    Map<String, Value> outputs,
    boolean reused,
    List<AssetId> consumed,
    Money cost,
    Optional<String> key) {
  private static final String JOINED_INTO = "joined_into";

  public StepResult {
    consumed = List.copyOf(consumed);
  }

  /** Fresh outputs, free of charge. */
  public static StepResult of(Map<String, Value> outputs) {
    return new StepResult(outputs, false, List.of(), Money.NONE, Optional.empty());
  }

  /** Of a step whose work another does: it made nothing of its own. */
  public static StepResult leftTo(StepId other, List<AssetId> consumed) {
    return new StepResult(
        Map.of(JOINED_INTO, Value.of(other.value())),
        false,
        consumed,
        Money.NONE,
        // there is nothing here that anybody could use again
        Optional.empty());
  }

  /** The step that did this one's work, for {@link #leftTo}. */
  public Optional<StepId> leftTo() {
    return outputs.get(JOINED_INTO) instanceof Value.Text(var other)
        ? Optional.of(new StepId(other))
        : Optional.empty();
  }
}

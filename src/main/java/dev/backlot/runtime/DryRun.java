package dev.backlot.runtime;

import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a batch would do, found out without creating anything.
 *
 * @param items how many there are
 * @param problems of items that do not fit the workflow, each with its field
 * @param invalid how many items have a problem
 * @param selected the first {@value #SELECTED_MAX} items of the earlier batch that a redrive takes
 *     up
 * @param rehearsed how many items were played through; the other figures are scaled up from these
 *     to all items
 * @param reused steps whose results are known, by step
 * @param toRun steps that would be run
 * @param unsure steps that would be run unless a condition says otherwise, or more often where a
 *     loop says so
 * @param time how long it would take under the limits as they are now, at the pace of the latest
 *     runs of the same workflow; empty where neither says anything
 */
public record DryRun(
    int items,
    int invalid,
    List<Failure.Invalid> problems,
    List<Chosen> selected,
    int rehearsed,
    Map<String, Integer> reused,
    Map<String, Integer> toRun,
    Map<String, Integer> unsure,
    CostRange cost,
    Optional<Time> time) {
  public static final int SELECTED_MAX = 1_000;

  /**
   * An item that a redrive takes up.
   *
   * @param item its place in the earlier batch, counted from 1
   * @param name empty where it was given none
   */
  public record Chosen(int item, Optional<String> name) {}

  /**
   * How long it would take.
   *
   * @param boundBy what keeps it from being faster, in words
   */
  public record Time(Duration about, String boundBy) {}
}

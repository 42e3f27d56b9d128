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
 * @param rehearsed how many items were played through; the other figures are scaled up from these
 *     to all items
 * @param reused steps whose results are known, by step
 * @param toRun steps that would be run
 * @param unsure steps that would be run unless a condition says otherwise, or more often where a
 *     loop says so
 * @param time how long it would take at the pace of the latest batch of the same workflow
 */
public record DryRun(
    int items,
    List<Failure.Invalid> problems,
    int rehearsed,
    Map<String, Integer> reused,
    Map<String, Integer> toRun,
    Map<String, Integer> unsure,
    CostRange cost,
    Optional<Duration> time) {}

package dev.backlot.store;

import dev.backlot.model.Failure;
import dev.backlot.model.RunStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * How a run went, without what went in and came out: for those who tell of many at once.
 *
 * @param name of the item, for people
 */
public record RunSummary(
    String name,
    RunStatus status,
    Optional<Failure> failure,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {}

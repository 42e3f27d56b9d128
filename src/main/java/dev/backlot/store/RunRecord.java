package dev.backlot.store;

import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A run as lists show it; its steps are the fold of its events.
 *
 * @param name of the item, for people
 * @param outputs once succeeded
 * @param spent what it cost until it ended or began to wait for people; empty while it runs
 */
public record RunRecord(
    RunId id,
    Caller creator,
    String name,
    RunStatus status,
    Map<String, Value> inputs,
    Map<String, Value> outputs,
    Optional<StepPath> failedStep,
    Optional<Failure> failure,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Money> spent,
    Instant updatedAt) {}

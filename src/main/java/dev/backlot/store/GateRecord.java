package dev.backlot.store;

import dev.backlot.model.GateState;
import dev.backlot.model.RunId;
import dev.backlot.model.StepPath;
import java.time.Instant;

/**
 * A gate that waits for people.
 *
 * @param name of the item, for people
 * @param round how often it has opened, counted from 1
 */
public record GateRecord(
    RunId run, String name, StepPath step, int round, GateState.Question question, Instant at) {}

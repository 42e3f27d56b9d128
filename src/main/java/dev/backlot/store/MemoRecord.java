package dev.backlot.store;

import dev.backlot.model.RunId;
import dev.backlot.model.StepPath;
import java.time.Instant;
import java.util.Map;

/**
 * Where a remembered result was made and what went into it.
 *
 * @param parts what the key was made of, each as a short hash
 */
public record MemoRecord(
    MemoKey key, Map<String, String> parts, RunId run, StepPath step, Instant at) {}

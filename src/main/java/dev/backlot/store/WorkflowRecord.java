package dev.backlot.store;

import java.time.Instant;

/**
 * One version of a workflow.
 *
 * @param version counted from 1; a published version never changes
 * @param source the file as written
 */
public record WorkflowRecord(
    String name,
    int version,
    boolean published,
    String description,
    String source,
    Instant createdAt) {}

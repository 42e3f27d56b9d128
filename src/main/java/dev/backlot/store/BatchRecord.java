package dev.backlot.store;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.Caller;
import java.time.Instant;

/** A batch as stored. */
public record BatchRecord(
    BatchId id, Caller creator, BatchOrigin origin, BatchState state, Instant updatedAt) {}

package dev.backlot.store;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * A batch as stored.
 *
 * @param rejected how many of its failed items somebody said no to at a gate
 * @param acknowledged who said that nothing more is to be done about what failed
 */
public record BatchRecord(
    BatchId id,
    Caller creator,
    BatchOrigin origin,
    BatchState state,
    int rejected,
    Optional<Acknowledgement> acknowledged,
    Instant updatedAt) {}

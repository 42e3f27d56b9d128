package dev.backlot.store;

import dev.backlot.model.BatchId;
import dev.backlot.model.RunId;
import dev.backlot.model.TenantId;
import java.util.Optional;

/**
 * One event of the log as views show it.
 *
 * @param sequence its number in the log: greater means later, gaps are normal
 * @param run empty for events of the batch as a whole
 * @param json the event as JSON object
 */
public record EventRecord(
    long sequence, TenantId tenant, BatchId batch, Optional<RunId> run, String json) {}

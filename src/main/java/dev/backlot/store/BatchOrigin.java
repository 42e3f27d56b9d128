package dev.backlot.store;

import dev.backlot.model.BatchId;
import java.util.Optional;

/**
 * Where a batch came from.
 *
 * @param name for people
 * @param workflow the workflow's name
 * @param version of the workflow, published and unchangeable
 * @param resumeKey what a later start of the same command looks for; empty for batches that are not
 *     resumed
 * @param publishRoot the absolute folder that publishing steps may write to
 * @param redriveOf the earlier batch whose finished steps it reuses
 */
public record BatchOrigin(
    String name,
    String workflow,
    int version,
    Optional<String> resumeKey,
    String publishRoot,
    Optional<BatchId> redriveOf) {}

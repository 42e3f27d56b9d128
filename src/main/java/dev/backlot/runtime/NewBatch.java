package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import java.util.Optional;

/**
 * A batch as a client asks for it.
 *
 * @param version of the workflow; empty means the newest published one
 * @param publishRoot the absolute folder that publishing steps may write to; empty means the
 *     runtime's own
 * @param redriveOf the earlier batch whose finished steps may be reused
 */
public record NewBatch(
    String name,
    String workflow,
    Optional<Integer> version,
    BatchSettings settings,
    Optional<String> resumeKey,
    Optional<String> publishRoot,
    Optional<BatchId> redriveOf) {

  /** A batch of its own. */
  public NewBatch(
      String name,
      String workflow,
      Optional<Integer> version,
      BatchSettings settings,
      Optional<String> resumeKey,
      Optional<String> publishRoot) {
    this(name, workflow, version, settings, resumeKey, publishRoot, Optional.empty());
  }
}

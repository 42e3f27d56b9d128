package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.store.DocumentRecord;
import java.util.Optional;

/**
 * A batch as a client asks for it.
 *
 * @param version of the workflow; empty means the newest published one
 * @param publishRoot the absolute folder that publishing steps may write to; empty means the
 *     runtime's own
 * @param redriveOf the earlier batch whose finished steps may be reused
 * @param document becomes durable together with the batch and stands for it
 */
public record NewBatch(
    String name,
    String workflow,
    Optional<Integer> version,
    BatchSettings settings,
    Optional<String> resumeKey,
    Optional<String> publishRoot,
    Optional<BatchId> redriveOf,
    Optional<DocumentRecord> document) {

  /** A batch of its own. */
  public NewBatch(
      String name,
      String workflow,
      Optional<Integer> version,
      BatchSettings settings,
      Optional<String> resumeKey,
      Optional<String> publishRoot) {
    this(
        name,
        workflow,
        version,
        settings,
        resumeKey,
        publishRoot,
        Optional.empty(),
        Optional.empty());
  }

  /** A batch that may reuse what an earlier one finished. */
  public NewBatch(
      String name,
      String workflow,
      Optional<Integer> version,
      BatchSettings settings,
      Optional<String> resumeKey,
      Optional<String> publishRoot,
      Optional<BatchId> redriveOf) {
    this(name, workflow, version, settings, resumeKey, publishRoot, redriveOf, Optional.empty());
  }

  /** A batch as a dialect asks for it, which keeps a document of it. */
  public static NewBatch of(
      String name, String workflow, int version, BatchSettings settings, DocumentRecord document) {
    return new NewBatch(
        name,
        workflow,
        Optional.of(version),
        settings,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(document));
  }
}

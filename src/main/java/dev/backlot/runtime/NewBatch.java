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
 * @param companions what comes with it
 */
public record NewBatch(
    String name,
    String workflow,
    Optional<Integer> version,
    BatchSettings settings,
    Optional<String> resumeKey,
    Optional<String> publishRoot,
    Optional<BatchId> redriveOf,
    Companions companions) {

  /**
   * What becomes durable together with the batch.
   *
   * @param document what stands for it in a dialect
   * @param webhook who is told of its end; {@link Webhooks#adopt} has it told
   */
  public record Companions(Optional<DocumentRecord> document, Optional<Webhooks.OnceFor> webhook) {
    static final Companions NONE = new Companions(Optional.empty(), Optional.empty());
  }

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

  /** A batch that may reuse what an earlier one finished. */
  public NewBatch(
      String name,
      String workflow,
      Optional<Integer> version,
      BatchSettings settings,
      Optional<String> resumeKey,
      Optional<String> publishRoot,
      Optional<BatchId> redriveOf) {
    this(name, workflow, version, settings, resumeKey, publishRoot, redriveOf, Companions.NONE);
  }

  /** A batch as a dialect asks for it. */
  public static NewBatch of(
      String name, String workflow, int version, BatchSettings settings, Companions companions) {
    return new NewBatch(
        name,
        workflow,
        Optional.of(version),
        settings,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        companions);
  }
}

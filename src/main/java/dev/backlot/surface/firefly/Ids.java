package dev.backlot.surface.firefly;

import dev.backlot.model.BatchId;
import dev.backlot.model.RunId;
import dev.backlot.store.BatchRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What this dialect calls things. A batch's name holds our own id in its last part, so it is found
 * by it and nothing has to be remembered.
 */
final class Ids {
  /** What published workflows are called by; requests may leave it out. */
  private static final String WORKFLOW_PREFIX = "run-workflow_";

  /** Workflows that were sent with their batch: they are called as the client called them. */
  static final String SENT_PREFIX = "firefly-";

  private static final String BATCH_PREFIX = "batch-";
  private static final int HEX = 16;

  private Ids() {}

  /** The name of a published workflow, however it was written. */
  static String workflowName(String given) {
    return given.startsWith(WORKFLOW_PREFIX) ? given.substring(WORKFLOW_PREFIX.length()) : given;
  }

  static String workflow(BatchRecord batch) {
    return workflow(batch.origin().name(), batch.origin().workflow());
  }

  /** What the workflow of a batch with this name is called. */
  static String workflow(String batchName, String workflow) {
    return workflow.startsWith(SENT_PREFIX) ? batchName : WORKFLOW_PREFIX + workflow;
  }

  static String batch(BatchRecord batch) {
    return batch(batch.id(), workflow(batch));
  }

  /** What a batch of a workflow that is called so is called. */
  static String batch(BatchId id, String workflow) {
    var day = LocalDate.ofInstant(id.createdAt(), ZoneOffset.UTC);
    return BATCH_PREFIX
        + workflow
        + "-"
        + DateTimeFormatter.BASIC_ISO_DATE.format(day)
        + "-"
        + HexFormat.of().toHexDigits(id.number());
  }

  /** Our id within such a name; whoever uses it checks that the whole name is right. */
  static Optional<BatchId> parse(String batch) {
    int dash = batch.lastIndexOf('-');
    var hex = batch.substring(dash + 1);
    try {
      return batch.startsWith(BATCH_PREFIX) && hex.length() == HEX
          ? Optional.of(HexFormat.fromHexDigitsToLong(hex))
              .filter(number -> number > 0)
              .map(BatchId::new)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static String execution(String batch, RunId run) {
    return batch + "_exec-" + index(run);
  }

  /** Assets are counted from 0. */
  static int index(RunId run) {
    return run.item() - 1;
  }
}

package dev.backlot.model;

/** What somebody or something wants of a batch as a whole. */
public sealed interface BatchCommand {
  record CreateBatch(String workflow, int version, BatchSettings settings)
      implements BatchCommand {}

  record AddItems(int count) implements BatchCommand {}

  record SealBatch() implements BatchCommand {}

  record PauseBatch() implements BatchCommand {}

  /** Changes what may change while a batch runs. */
  record ChangeSettings(BatchSettings settings) implements BatchCommand {}

  /** The batch's deadline has come. */
  record ExpireBatch() implements BatchCommand {}

  /** A run that had ended is taken up again, so the batch goes on as well. */
  record ReopenBatch() implements BatchCommand {}

  /** The next provider call would pass the budget. */
  record HoldForBudget(String message) implements BatchCommand {}

  record ResumeBatch() implements BatchCommand {}

  record CancelBatch() implements BatchCommand {}

  /** Cancels the next items that have not started, at most {@code most} of them. */
  record CancelPending(int most) implements BatchCommand {}

  /** Cancels one item that has not started. */
  record CancelItem(int item) implements BatchCommand {}

  /** An item ended: see whether the batch goes on. */
  record Review() implements BatchCommand {}
}

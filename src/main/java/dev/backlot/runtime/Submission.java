package dev.backlot.runtime;

import dev.backlot.engine.Plan;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunId;
import dev.backlot.model.TenantId;
import dev.backlot.store.BatchOrigin;
import dev.backlot.store.BulkActionRecord;
import dev.backlot.store.Commit;
import dev.backlot.store.DeliveryRecord;
import dev.backlot.store.DocumentRecord;
import dev.backlot.store.KeyRecord;
import dev.backlot.store.LimitSetting;
import dev.backlot.store.Views;
import dev.backlot.store.WebhookRecord;
import dev.backlot.store.WorkflowRecord;
import java.util.List;
import java.util.Optional;

/** What the engine thread is asked to decide or to write. */
sealed interface Submission {
  /** Rows to write on which nobody has to decide. */
  sealed interface OfRows extends Submission {}

  /**
   * A command to a run.
   *
   * @param memo how a completed step's outputs may be found again
   */
  record ToRun(Caller caller, RunId run, RunCommand command, Optional<StepKey> memo)
      implements Submission {}

  /** A batch's next items, as the scheduler asked for them. */
  record PageRead(BatchId batch, List<Views.PendingItem> items) implements Submission {}

  /** Look again who may start. */
  record Wake() implements Submission {}

  record ToBatch(Caller caller, BatchId batch, BatchCommand command) implements Submission {}

  /** Cancel those runs of a batch that wait for people, some at a time. */
  record CancelWaiting(BatchId batch) implements Submission {}

  /**
   * A new batch with its first items.
   *
   * @param complete whether these are all items, so that it may start
   * @param document what stands for it in a dialect
   * @param webhook who is told of its end
   */
  record NewBatch(
      Caller caller,
      BatchId batch,
      BatchOrigin origin,
      Workload workload,
      BatchSettings settings,
      List<Commit.NewItem> items,
      boolean complete,
      Optional<DocumentRecord> document,
      Optional<WebhookRecord> webhook)
      implements Submission {}

  /** More items of a batch that is being accepted. */
  record MoreItems(Caller caller, BatchId batch, List<Commit.NewItem> items)
      implements Submission {}

  record SaveAsset(Caller caller, Asset asset) implements OfRows {}

  record SetLimit(Caller caller, LimitSetting limit) implements Submission {}

  /**
   * Something that creates, asked for under a client's key: both become durable together.
   *
   * @param resource what is created, as its surface names it
   */
  record Keyed(Submission submission, Claim claim, String resource) implements Submission {}

  /** Keeps what the client of a key was told. */
  record KeepAnswer(Claim claim, KeyRecord.Answer answer) implements OfRows {}

  /** The submission itself, or under the key that its client gave. */
  static Submission under(Optional<Claim> claim, String resource, Submission submission) {
    return claim.<Submission>map(key -> new Keyed(submission, key, resource)).orElse(submission);
  }

  /** A webhook as it now stands, with the attempt that changed it. */
  record SaveWebhook(WebhookRecord webhook, Optional<DeliveryRecord> delivery) implements OfRows {}

  record DropWebhook(String id) implements OfRows {}

  /** A bulk action as it now stands. */
  record SaveBulkAction(BulkActionRecord action) implements OfRows {}

  /**
   * What somebody says of a batch's failures.
   *
   * @param failed how many items had failed by then
   * @param note empty when what was said before no longer holds
   */
  record Acknowledge(Caller caller, BatchId batch, int failed, Optional<String> note)
      implements OfRows {}

  /** A dialect's document as it now stands. */
  record SaveDocument(DocumentRecord document) implements OfRows {}

  /** These bytes are gone, or somebody's again. */
  record BlobsSwept(List<AssetId> blobs) implements OfRows {}

  /** A file that a batch put out is nobody's any more. */
  record ForgetAsset(TenantId tenant, BatchId batch, AssetId asset) implements OfRows {}

  /** Remembered results go: those made before then, and so many of the oldest. */
  record ForgetMemos(Commit.MemosForgotten which) implements OfRows {}

  /** What some pictures look like. */
  record SaveLooks(List<Commit.LookMade> looks) implements OfRows {}

  record SaveWorkflow(Caller caller, WorkflowRecord workflow) implements OfRows {}

  /** A published workflow version that runs are decided by. */
  interface Workload {
    /** The plan as one run sees it: its name and number are part of what expressions may read. */
    Plan plan(RunId run, String itemName);
  }
}

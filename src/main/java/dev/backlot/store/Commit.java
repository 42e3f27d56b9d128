package dev.backlot.store;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.Caller;
import dev.backlot.model.GateState;
import dev.backlot.model.Look;
import dev.backlot.model.Money;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One group commit in the making, filled by the engine thread. Events come with the rows that
 * follow from them, so that neither can exist without the other.
 */
public final class Commit {
  /** Events of one run, in order; {@code sequence} is the first one's number, the others follow. */
  public record RunEvents(long sequence, Caller caller, RunId run, List<RunEvent> events) {}

  /** Events of one batch as a whole. */
  public record BatchEvents(long sequence, Caller caller, BatchId batch, List<BatchEvent> events) {}

  /**
   * An item as it was accepted.
   *
   * @param source the item of the batch that this one redrives; empty for a new one
   */
  public record NewItem(
      Caller caller,
      RunId run,
      String name,
      Map<String, Value> inputs,
      Optional<Integer> source,
      Instant at) {}

  /**
   * A run as it now stands.
   *
   * @param due when somebody has to look at the clock for it, while it waits for people
   */
  public record RunChange(RunId run, RunState state, Optional<Instant> due, Instant at) {}

  public record NewBatch(BatchId batch, Caller caller, BatchOrigin origin, Instant at) {}

  public record BatchChange(BatchId batch, BatchState state, Instant at) {}

  /** What somebody says of a batch's failures; empty when that no longer holds. */
  public record Acknowledged(BatchId batch, Optional<Acknowledgement> word, Instant at) {}

  public record PendingCancelled(BatchId batch, int from, int to, Instant at) {}

  public record NewAsset(Caller caller, Asset asset, Instant at) {}

  /** A file that a batch put out is no longer its tenant's, nor is what was remembered of it. */
  public record AssetForgotten(TenantId tenant, BatchId batch, AssetId asset, Instant at) {}

  /** {@code output} came out of the step, and {@code inputs} went in. */
  public record Lineage(
      TenantId tenant, AssetId output, List<AssetId> inputs, RunId run, StepPath step) {}

  /** A gate that has opened. */
  public record OpenGate(
      Caller caller,
      RunId run,
      String name,
      StepPath step,
      int round,
      GateState.Question question,
      Instant at) {}

  /** A gate that is open no more. */
  public record ClosedGate(RunId run, StepPath step) {}

  /**
   * A result to be found again.
   *
   * @param parts what the key was made of, each as a short hash
   * @param place workflow, step and item that it was made for
   */
  public record NewMemo(
      TenantId tenant,
      MemoKey key,
      Map<String, String> parts,
      String place,
      Map<String, Value> outputs,
      RunId run,
      StepPath step,
      Instant at) {}

  /**
   * Remembered results that are given up: at most {@code chunk} of those made before then, and the
   * {@code surplus} oldest of all.
   */
  public record MemosForgotten(Instant before, int chunk, int surplus) {}

  public record NewWorkflow(Caller caller, WorkflowRecord workflow) {}

  /** A tenant has paid something on a day (UTC). */
  public record Paid(TenantId tenant, LocalDate day, Money amount) {}

  /** An operator's wish; it replaces the one before. */
  public record LimitSet(Caller caller, LimitSetting limit, Instant at) {}

  /**
   * Something was created under a client's key, in this very commit.
   *
   * @param resource what was created, as its surface names it
   * @param kept how long keys count
   */
  public record KeyUsed(
      Caller caller, String key, String fingerprint, String resource, Duration kept, Instant at) {}

  /** What the client of a key was told. */
  public record KeyAnswered(TenantId tenant, String key, KeyRecord.Answer answer) {}

  /**
   * A webhook as it now stands.
   *
   * @param delivery the attempt that changed it
   * @param kept how many of its attempts are remembered
   */
  public record WebhookSaved(WebhookRecord webhook, Optional<DeliveryRecord> delivery, int kept) {}

  /**
   * A bulk action as it now stands.
   *
   * @param kept how many of its tenant's are remembered
   */
  public record BulkActionSaved(BulkActionRecord action, int kept) {}

  /** How a step of a batch now stands. */
  public record Standing(BatchId batch, Caller creator, StepStanding standing) {}

  /**
   * Spans of a batch's pace as they now are.
   *
   * @param rewritten whether they replace all that there were
   */
  public record PaceChanged(BatchId batch, Caller creator, boolean rewritten, List<Pace> spans) {}

  /** How a provider's model stands in a batch. */
  public record CallStanding(BatchId batch, Caller creator, ProviderStanding standing) {}

  /**
   * What a picture looks like.
   *
   * @param look empty when it cannot be read
   */
  public record LookMade(Views.LookDue due, Optional<Look> look) {}

  public final List<RunEvents> runEvents = new ArrayList<>();
  public final List<BatchEvents> batchEvents = new ArrayList<>();
  public final List<NewItem> items = new ArrayList<>();
  public final List<RunChange> runs = new ArrayList<>();
  public final List<NewBatch> newBatches = new ArrayList<>();
  public final List<BatchChange> batches = new ArrayList<>();
  public final List<Acknowledged> acknowledged = new ArrayList<>();
  public final List<PendingCancelled> cancelled = new ArrayList<>();
  public final List<NewAsset> assets = new ArrayList<>();
  public final List<Lineage> lineage = new ArrayList<>();
  public final List<NewMemo> memos = new ArrayList<>();
  public final List<MemosForgotten> memosForgotten = new ArrayList<>();
  public final List<OpenGate> openGates = new ArrayList<>();
  public final List<ClosedGate> closedGates = new ArrayList<>();
  public final List<NewWorkflow> workflows = new ArrayList<>();
  public final List<LimitSet> limits = new ArrayList<>();
  public final List<WebhookSaved> webhooks = new ArrayList<>();
  public final List<String> webhooksDeleted = new ArrayList<>();
  public final List<BulkActionSaved> bulkActions = new ArrayList<>();

  /** Bytes that nobody has any more are gone, or somebody has them again. */
  public final List<AssetId> blobsSwept = new ArrayList<>();

  public final List<AssetForgotten> assetsForgotten = new ArrayList<>();
  public final List<DocumentRecord> documents = new ArrayList<>();
  public final List<KeyUsed> keysUsed = new ArrayList<>();
  public final List<KeyAnswered> keysAnswered = new ArrayList<>();
  public final List<Paid> paid = new ArrayList<>();
  public final List<Standing> standings = new ArrayList<>();
  public final List<PaceChanged> paces = new ArrayList<>();
  public final List<CallStanding> calls = new ArrayList<>();
  public final List<LookMade> looks = new ArrayList<>();

  public boolean isEmpty() {
    return runEvents.isEmpty()
        && batchEvents.isEmpty()
        && items.isEmpty()
        && runs.isEmpty()
        && newBatches.isEmpty()
        && batches.isEmpty()
        && acknowledged.isEmpty()
        && cancelled.isEmpty()
        && assets.isEmpty()
        && lineage.isEmpty()
        && memos.isEmpty()
        && memosForgotten.isEmpty()
        && openGates.isEmpty()
        && closedGates.isEmpty()
        && workflows.isEmpty()
        && limits.isEmpty()
        && webhooks.isEmpty()
        && webhooksDeleted.isEmpty()
        && bulkActions.isEmpty()
        && blobsSwept.isEmpty()
        && assetsForgotten.isEmpty()
        && documents.isEmpty()
        && keysUsed.isEmpty()
        && keysAnswered.isEmpty()
        && paid.isEmpty()
        && standings.isEmpty()
        && paces.isEmpty()
        && calls.isEmpty()
        && looks.isEmpty();
  }
}

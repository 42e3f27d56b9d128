package dev.backlot.store;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.Caller;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One group commit in the making, filled by the engine thread. Events come with the rows that
 * follow from them, so that neither can exist without the other.
 */
public final class Commit {
  /** Events of one run, in order; {@code sequence} is the first one's number, the others follow. */
  public record RunEvents(long sequence, Caller caller, RunId run, List<RunEvent> events) {}

  /** Events of one batch as a whole. */
  public record BatchEvents(long sequence, Caller caller, BatchId batch, List<BatchEvent> events) {}

  /** An item as it was accepted. */
  public record NewItem(
      Caller caller, RunId run, String name, Map<String, Value> inputs, Instant at) {}

  public record RunChange(RunId run, RunState state, Instant at) {}

  public record NewBatch(BatchId batch, Caller caller, BatchOrigin origin, Instant at) {}

  public record BatchChange(BatchId batch, BatchState state, Instant at) {}

  public record PendingCancelled(BatchId batch, int from, int to, Instant at) {}

  public record NewAsset(Caller caller, Asset asset, Instant at) {}

  /** {@code output} came out of the step, and {@code inputs} went in. */
  public record Lineage(
      TenantId tenant, AssetId output, List<AssetId> inputs, RunId run, StepId step) {}

  public record NewMemo(
      TenantId tenant,
      MemoKey key,
      Map<String, Value> outputs,
      RunId run,
      StepId step,
      Instant at) {}

  public record NewWorkflow(Caller caller, WorkflowRecord workflow) {}

  /** An operator's wish; it replaces the one before. */
  public record LimitSet(Caller caller, LimitSetting limit, Instant at) {}

  public final List<RunEvents> runEvents = new ArrayList<>();
  public final List<BatchEvents> batchEvents = new ArrayList<>();
  public final List<NewItem> items = new ArrayList<>();
  public final List<RunChange> runs = new ArrayList<>();
  public final List<NewBatch> newBatches = new ArrayList<>();
  public final List<BatchChange> batches = new ArrayList<>();
  public final List<PendingCancelled> cancelled = new ArrayList<>();
  public final List<NewAsset> assets = new ArrayList<>();
  public final List<Lineage> lineage = new ArrayList<>();
  public final List<NewMemo> memos = new ArrayList<>();
  public final List<NewWorkflow> workflows = new ArrayList<>();
  public final List<LimitSet> limits = new ArrayList<>();

  public boolean isEmpty() {
    return runEvents.isEmpty()
        && batchEvents.isEmpty()
        && items.isEmpty()
        && runs.isEmpty()
        && newBatches.isEmpty()
        && batches.isEmpty()
        && cancelled.isEmpty()
        && assets.isEmpty()
        && lineage.isEmpty()
        && memos.isEmpty()
        && workflows.isEmpty()
        && limits.isEmpty();
  }
}

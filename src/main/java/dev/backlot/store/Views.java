package dev.backlot.store;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Look;
import dev.backlot.model.Money;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be read of the stored rows. Thread-safe; every answer is a page with a limit, and every
 * question of an outsider names its tenant: a foreign id looks like an unknown one.
 *
 * <p>All methods throw {@link StoreException} when storage fails.
 */
public interface Views {
  /** An item that has not started. */
  record PendingItem(RunId run, String name, Map<String, Value> inputs, Optional<Integer> source) {}

  /** A run that recovery takes up again: its history, and where results go. */
  record LiveRun(RunRecord run, Optional<Integer> source, List<RunEvent> events) {}

  /** A batch, its first item, and the item's history. */
  record OneItem(BatchRecord batch, RunRecord run, List<RunEvent> events) {}

  /** Where an asset came from or went to. */
  record LineageRecord(AssetId output, AssetId input, RunId run, String step) {}

  /** A step of a run that made an asset. */
  record MakerRecord(RunId run, String step) {}

  /** What a tenant paid on one day (UTC). */
  record DayCost(TenantId tenant, LocalDate day, Money spent) {}

  Optional<BatchRecord> batch(TenantId tenant, BatchId batch);

  /** Newest first, those before {@code before}. */
  default List<BatchRecord> batches(
      TenantId tenant, Optional<BatchStatus> status, Optional<BatchId> before, int limit) {
    return batches(tenant, status, Optional.empty(), before, limit);
  }

  /** As {@link #batches(TenantId, Optional, Optional, int)}, of those that take up this batch. */
  List<BatchRecord> batches(
      TenantId tenant,
      Optional<BatchStatus> status,
      Optional<BatchId> redriveOf,
      Optional<BatchId> before,
      int limit);

  /** In the query's order, without the first so many. */
  List<BatchRecord> batches(TenantId tenant, BatchQuery query, int skipped, int limit);

  long countBatches(TenantId tenant, BatchQuery query);

  /** The first so many of them, in the query's order, as one: fewer where there are fewer. */
  BatchStretch stretch(TenantId tenant, BatchQuery query, long most);

  /** The newest batch that the same command started, whether it has ended or not. */
  Optional<BatchRecord> latest(TenantId tenant, String resumeKey);

  /** The newest unfinished batch that the same command started. */
  Optional<BatchRecord> resumable(TenantId tenant, String resumeKey);

  /** The greatest batch id ever given, of all tenants; 0 when there is none. */
  long greatestBatch();

  /** Every batch that has not ended, of all tenants, oldest first: for recovery. */
  List<BatchRecord> openBatches();

  /** A batch of any tenant, for the engine. */
  Optional<BatchRecord> batch(BatchId batch);

  /** A run of any tenant that has started, with its history, for the engine. */
  Optional<LiveRun> started(RunId run);

  /** Runs of a batch that wait for people, for the engine. */
  List<RunId> waiting(BatchId batch, int limit);

  /** Runs that wait for people and whose time has come, of all tenants. */
  List<RunId> due(Instant now, int limit);

  /** Open gates, in order, those after the given place; of one batch or of all. */
  List<GateRecord> gates(
      TenantId tenant, Optional<BatchId> batch, Optional<GateRecord> after, int limit);

  /** The newest results that were remembered for this place. */
  List<MemoRecord> memosAt(TenantId tenant, String place, int limit);

  /** Every run on its way, of all tenants: for recovery; bounded by the concurrency limits. */
  List<LiveRun> liveRuns();

  /** Items after the given one, in order; the caller knows that they have not started. */
  List<PendingItem> pending(BatchId batch, int afterItem, int limit);

  /** Items in order, those after the given one. */
  default List<RunRecord> runs(
      TenantId tenant, BatchId batch, RunFilter filter, int afterItem, int limit) {
    return runs(tenant, batch, filter, afterItem, 0, limit);
  }

  /** As {@link #runs(TenantId, BatchId, RunFilter, int, int)}, without the first so many. */
  List<RunRecord> runs(
      TenantId tenant, BatchId batch, RunFilter filter, int afterItem, int skipped, int limit);

  /** The first items in order, without what went in and came out. */
  List<RunSummary> summaries(TenantId tenant, BatchId batch, int limit);

  Optional<RunRecord> run(TenantId tenant, RunId run);

  /** The first items of these batches, with their histories. */
  List<OneItem> firstItems(TenantId tenant, List<BatchId> batches);

  /** All events of a run in order. */
  List<RunEvent> events(RunId run);

  /** As {@link #events(TenantId, Optional, long, int)}, of one run. */
  List<EventRecord> events(TenantId tenant, RunId run, long after, int limit);

  /** Events after the given number, oldest first, of one batch or of all. */
  List<EventRecord> events(TenantId tenant, Optional<BatchId> batch, long after, int limit);

  Optional<Map<String, Value>> memo(TenantId tenant, MemoKey key);

  /** How much is remembered, of all tenants: everything, and what was made before then. */
  MemoCount memoCount(Instant before);

  /** Numbers of remembered results. */
  record MemoCount(long all, long old) {}

  Optional<Asset> asset(TenantId tenant, AssetId asset);

  /**
   * Bytes that lost a tenant.
   *
   * @param owned whether some tenant has them
   */
  record ForgottenBlob(AssetId id, boolean owned) {}

  /** Those that were forgotten before then, oldest first. */
  List<ForgottenBlob> forgottenBlobs(Instant before, int limit);

  /** Whether other batches of the tenant made this asset, were given it, or will be. */
  boolean isUsedElsewhere(TenantId tenant, AssetId asset, BatchId batch);

  /** Newest first, those behind the given place; looks at a bounded number of them each time. */
  AssetPage assets(TenantId tenant, AssetQuery query, AssetPage.Place after, int limit);

  /** A picture that has no look yet. */
  record LookDue(long number, TenantId tenant, Asset asset) {}

  /** Pictures without a look, of all tenants, in the order in which they came. */
  List<LookDue> looksDue(int limit);

  /** What a picture looks like; empty while nobody knows, and when it cannot be read. */
  Optional<Look> look(TenantId tenant, AssetId asset);

  /** The prints of those that have been looked at; empty of one that cannot be read. */
  Map<AssetId, Optional<Long>> prints(TenantId tenant, List<AssetId> assets);

  /** Pictures by what they look like and what else is asked, the nearest first. */
  Alike alike(TenantId tenant, LookQuery look, AssetQuery query, int limit);

  /** The steps that made this asset, whether anything went in or not; the newest batches first. */
  List<MakerRecord> makers(TenantId tenant, AssetId asset, int limit);

  /** The steps that made this asset, with what went in. */
  List<LineageRecord> sources(TenantId tenant, AssetId asset, int limit);

  /** What this asset went into, with the steps that made it; the newest batches first. */
  List<LineageRecord> products(TenantId tenant, AssetId asset, int limit);

  /** The newest version, or the given one. */
  Optional<WorkflowRecord> workflow(TenantId tenant, String name, Optional<Integer> version);

  /** The newest version of each, by name; without those that are only tried. */
  List<WorkflowRecord> workflows(TenantId tenant, String afterName, int limit);

  /** The published version with exactly this source. */
  Optional<WorkflowRecord> workflowBySource(TenantId tenant, String name, String source);

  /** What the tenant paid on each day (UTC) from one to the other, both included; oldest first. */
  List<DayCost> costs(TenantId tenant, LocalDate from, LocalDate to);

  /** The same of all tenants from a day on: for the start of a process. */
  List<DayCost> costs(LocalDate from);

  /** Every limit that is set, of all tenants, by name: for the start of a process. */
  List<LimitSetting> limits();

  /** What was created under a key since then. */
  Optional<KeyRecord> idempotencyKey(TenantId tenant, String key, Instant notBefore);

  /** How many keys of a tenant are kept. */
  int idempotencyKeys(TenantId tenant);

  /** As {@link #events}, without those of single runs. */
  List<EventRecord> batchEvents(TenantId tenant, Optional<BatchId> batch, long after, int limit);

  /** Every webhook of all tenants; the runtime bounds how many there are. */
  List<WebhookRecord> webhooks();

  /** How the steps of a batch stand, in file order; none of one that has not started. */
  List<StepStanding> standings(TenantId tenant, BatchId batch);

  /** How long providers took for a batch, by name and model. */
  List<ProviderStanding> providerStandings(TenantId tenant, BatchId batch);

  /** How fast a batch went, oldest first; spans in which nothing happened are left out. */
  List<Pace> pace(TenantId tenant, BatchId batch);

  long countRuns(TenantId tenant, BatchId batch, RunFilter filter);

  /**
   * How many items failed in the same words.
   *
   * @param step empty when no step did, for example when the time was over
   * @param firstItem the first of them
   * @param rejected whether it was people who said no
   */
  record FailureCount(
      Optional<String> step,
      String kind,
      String message,
      long count,
      int firstItem,
      boolean rejected) {}

  /** The most frequent failures of a batch, most frequent first. */
  List<FailureCount> failures(TenantId tenant, BatchId batch, int limit);

  /** Open gates of a batch, of this id where one is named. */
  long countGates(TenantId tenant, BatchId batch, Optional<String> step);

  Optional<BulkActionRecord> bulkAction(TenantId tenant, String id);

  /** Newest first, those before the given one. */
  List<BulkActionRecord> bulkActions(TenantId tenant, Optional<String> before, int limit);

  /** Those on their way, of all tenants, oldest first: for recovery; the runtime bounds them. */
  List<BulkActionRecord> runningBulkActions();

  /** What a dialect keeps under this name. */
  Optional<DocumentRecord> document(TenantId tenant, String kind, String id);

  /** The documents that stand for these batches, as far as there are any. */
  List<DocumentRecord> documents(TenantId tenant, List<BatchId> batches);

  /** The document that stands for a batch, of any tenant. */
  Optional<DocumentRecord> document(BatchId batch);

  /** In the query's order those behind the given one, after so many more. */
  List<DocumentRecord> documents(
      TenantId tenant, DocumentQuery query, Optional<String> behind, long skipped, int limit);

  /** Those of a kind that are not deleted, of all tenants: for the start of a process. */
  List<DocumentRecord> documents(String kind, int limit);

  long countDocuments(TenantId tenant, DocumentQuery query);

  /** How many documents of a kind stand for batches, deleted ones too. */
  long countStarted(TenantId tenant, String kind);

  /** Attempts to tell a webhook, newest first, those before the given number. */
  List<DeliveryRecord> deliveries(TenantId tenant, String webhook, long before, int limit);
}

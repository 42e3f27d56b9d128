package dev.backlot.store.sqlite;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Look;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.store.Alike;
import dev.backlot.store.AssetPage;
import dev.backlot.store.AssetQuery;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.BatchStretch;
import dev.backlot.store.BulkActionRecord;
import dev.backlot.store.DeliveryRecord;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import dev.backlot.store.EventRecord;
import dev.backlot.store.GateRecord;
import dev.backlot.store.KeyRecord;
import dev.backlot.store.LimitSetting;
import dev.backlot.store.LookQuery;
import dev.backlot.store.MemoKey;
import dev.backlot.store.MemoRecord;
import dev.backlot.store.Pace;
import dev.backlot.store.ProviderStanding;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.store.RunSummary;
import dev.backlot.store.StepStanding;
import dev.backlot.store.Views;
import dev.backlot.store.WebhookRecord;
import dev.backlot.store.WorkflowRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reading side: every question on a borrowed connection. */
public final class SqliteViews implements Views {
  private final SqliteDatabase database;

  public SqliteViews(SqliteDatabase database) {
    this.database = database;
  }

  private <T> List<T> list(String sql, Sql.Row<T> row, Object... arguments) {
    return database.read(connection -> Sql.list(connection, sql, row, arguments));
  }

  private <T> Optional<T> first(String sql, Sql.Row<T> row, Object... arguments) {
    return list(sql, row, arguments).stream().findFirst();
  }

  @Override
  public Optional<BatchRecord> batch(TenantId tenant, BatchId batch) {
    return database.read(connection -> BatchLists.one(connection, tenant, batch));
  }

  @Override
  public List<BatchRecord> batches(
      TenantId tenant,
      Optional<BatchStatus> status,
      Optional<BatchId> redriveOf,
      Optional<BatchId> before,
      int limit) {
    return database.read(
        connection -> BatchLists.list(connection, tenant, status, redriveOf, before, limit));
  }

  @Override
  public Optional<BatchRecord> resumable(TenantId tenant, String resumeKey) {
    return database.read(connection -> BatchLists.resumable(connection, tenant, resumeKey));
  }

  @Override
  public Optional<BatchRecord> latest(TenantId tenant, String resumeKey) {
    return database.read(connection -> BatchLists.latest(connection, tenant, resumeKey));
  }

  @Override
  public long greatestBatch() {
    return database.read(BatchLists::greatest);
  }

  @Override
  public List<BatchRecord> openBatches() {
    return database.read(BatchLists::open);
  }

  @Override
  public List<LiveRun> liveRuns() {
    return database.read(RunLists::live);
  }

  @Override
  public Optional<BatchRecord> batch(BatchId batch) {
    return database.read(connection -> BatchLists.one(connection, batch));
  }

  @Override
  public Optional<LiveRun> started(RunId run) {
    return database.read(connection -> RunLists.started(connection, run));
  }

  @Override
  public List<RunId> waiting(BatchId batch, int limit) {
    return database.read(connection -> RunLists.waiting(connection, batch, limit));
  }

  @Override
  public List<RunId> due(Instant now, int limit) {
    return database.read(connection -> RunLists.due(connection, now, limit));
  }

  @Override
  public List<GateRecord> gates(
      TenantId tenant, Optional<BatchId> batch, Optional<GateRecord> after, int limit) {
    return list(
        "SELECT * FROM gate WHERE tenant=?1 AND (?2=0 OR batch=?2) AND (batch,item,step)>(?3,?4,?5)"
            + " ORDER BY batch,item,step LIMIT ?6",
        Rows::gate,
        tenant.value(),
        batch.map(BatchId::number).orElse(0L),
        after.map(gate -> gate.run().batch().number()).orElse(0L),
        after.map(gate -> gate.run().item()).orElse(0),
        after.map(gate -> gate.step().toString()).orElse(""),
        limit);
  }

  @Override
  public List<MemoRecord> memosAt(TenantId tenant, String place, int limit) {
    return list(
        "SELECT * FROM memo WHERE tenant=? AND place=? ORDER BY created_at DESC LIMIT ?",
        Rows::memo,
        tenant.value(),
        place,
        limit);
  }

  @Override
  public List<PendingItem> pending(BatchId batch, int afterItem, int limit) {
    return database.read(connection -> RunLists.pending(connection, batch, afterItem, limit));
  }

  @Override
  public List<RunRecord> runs(
      TenantId tenant, BatchId batch, RunFilter filter, int afterItem, int skipped, int limit) {
    return database.read(
        connection -> RunLists.list(connection, tenant, batch, filter, afterItem, skipped, limit));
  }

  @Override
  public List<BatchRecord> batches(TenantId tenant, BatchQuery query, int skipped, int limit) {
    return database.read(connection -> BatchLists.list(connection, tenant, query, skipped, limit));
  }

  @Override
  public long countBatches(TenantId tenant, BatchQuery query) {
    return database.read(connection -> BatchLists.count(connection, tenant, query));
  }

  @Override
  public BatchStretch stretch(TenantId tenant, BatchQuery query, long most) {
    return database.read(connection -> BatchLists.stretch(connection, tenant, query, most));
  }

  @Override
  public List<RunSummary> summaries(TenantId tenant, BatchId batch, int limit) {
    return database.read(connection -> RunLists.summaries(connection, tenant, batch, limit));
  }

  @Override
  public Optional<RunRecord> run(TenantId tenant, RunId run) {
    return database.read(connection -> RunLists.one(connection, tenant, run));
  }

  @Override
  public List<OneItem> firstItems(TenantId tenant, List<BatchId> batches) {
    return database.read(connection -> FirstItems.read(connection, tenant, batches));
  }

  @Override
  public List<RunEvent> events(RunId run) {
    return database.read(connection -> EventLists.ofRun(connection, run));
  }

  @Override
  public List<EventRecord> events(TenantId tenant, RunId run, long after, int limit) {
    return database.read(connection -> EventLists.ofRun(connection, tenant, run, after, limit));
  }

  @Override
  public List<EventRecord> events(TenantId tenant, Optional<BatchId> batch, long after, int limit) {
    return database.read(connection -> EventLists.all(connection, tenant, batch, after, limit));
  }

  @Override
  public List<EventRecord> batchEvents(
      TenantId tenant, Optional<BatchId> batch, long after, int limit) {
    return database.read(
        connection -> EventLists.ofBatches(connection, tenant, batch, after, limit));
  }

  @Override
  public Optional<Map<String, Value>> memo(TenantId tenant, MemoKey key) {
    return first(
        "SELECT outputs FROM memo WHERE tenant=? AND key=?",
        row -> Rows.fields(row, "outputs"),
        tenant.value(),
        key.sha256());
  }

  @Override
  public MemoCount memoCount(Instant before) {
    return database.read(connection -> MemoRows.count(connection, before));
  }

  @Override
  public Optional<Asset> asset(TenantId tenant, AssetId asset) {
    return first(
        "SELECT * FROM asset WHERE tenant=? AND sha256=?",
        Rows::asset,
        tenant.value(),
        asset.sha256());
  }

  @Override
  public List<ForgottenBlob> forgottenBlobs(Instant before, int limit) {
    return list(
        "SELECT sha256,EXISTS(SELECT 1 FROM asset AS a WHERE a.sha256=f.sha256) FROM forgotten_blob"
            + " AS f WHERE at<? ORDER BY at LIMIT ?",
        row -> new ForgottenBlob(new AssetId(row.getString(1)), row.getInt(2) != 0),
        before.toEpochMilli(),
        limit);
  }

  @Override
  public boolean isUsedElsewhere(TenantId tenant, AssetId asset, BatchId batch) {
    return database.read(connection -> AssetRows.isUsedElsewhere(connection, tenant, asset, batch));
  }

  @Override
  public AssetPage assets(TenantId tenant, AssetQuery query, AssetPage.Place after, int limit) {
    return database.read(connection -> new AssetSql(connection, tenant, query, after).page(limit));
  }

  @Override
  public List<LookDue> looksDue(int limit) {
    return database.read(connection -> LookRows.due(connection, limit));
  }

  @Override
  public Optional<Look> look(TenantId tenant, AssetId asset) {
    return database.read(connection -> LookRows.look(connection, tenant, asset));
  }

  @Override
  public Map<AssetId, Optional<Long>> prints(TenantId tenant, List<AssetId> assets) {
    return database.read(connection -> LookRows.prints(connection, tenant, assets));
  }

  @Override
  public Alike alike(TenantId tenant, LookQuery look, AssetQuery query, int limit) {
    return database.read(connection -> new LookSql(connection, tenant, look).page(query, limit));
  }

  @Override
  public List<MakerRecord> makers(TenantId tenant, AssetId asset, int limit) {
    return database.read(connection -> LineageLists.makers(connection, tenant, asset, limit));
  }

  @Override
  public List<LineageRecord> sources(TenantId tenant, AssetId asset, int limit) {
    return database.read(connection -> LineageLists.sources(connection, tenant, asset, limit));
  }

  @Override
  public List<LineageRecord> products(TenantId tenant, AssetId asset, int limit) {
    return database.read(connection -> LineageLists.products(connection, tenant, asset, limit));
  }

  @Override
  public Optional<WorkflowRecord> workflow(
      TenantId tenant, String name, Optional<Integer> version) {
    return database.read(connection -> WorkflowLists.one(connection, tenant, name, version));
  }

  @Override
  public List<WorkflowRecord> workflows(TenantId tenant, String afterName, int limit) {
    return database.read(connection -> WorkflowLists.list(connection, tenant, afterName, limit));
  }

  @Override
  public Optional<WorkflowRecord> workflowBySource(TenantId tenant, String name, String source) {
    return database.read(connection -> WorkflowLists.bySource(connection, tenant, name, source));
  }

  @Override
  public List<LimitSetting> limits() {
    return database.read(LimitRows::read);
  }

  @Override
  public Optional<KeyRecord> idempotencyKey(TenantId tenant, String key, Instant notBefore) {
    return database.read(connection -> KeyRows.read(connection, tenant, key, notBefore));
  }

  @Override
  public int idempotencyKeys(TenantId tenant) {
    return database.read(connection -> KeyRows.count(connection, tenant));
  }

  @Override
  public List<StepStanding> standings(TenantId tenant, BatchId batch) {
    return list(
        "SELECT * FROM step_standing WHERE batch=? AND tenant=? ORDER BY place",
        OverviewRows::standing,
        batch.number(),
        tenant.value());
  }

  @Override
  public List<ProviderStanding> providerStandings(TenantId tenant, BatchId batch) {
    return list(
        "SELECT * FROM provider_standing WHERE batch=? AND tenant=? ORDER BY provider,model",
        OverviewRows::provider,
        batch.number(),
        tenant.value());
  }

  @Override
  public List<Pace> pace(TenantId tenant, BatchId batch) {
    return list(
        "SELECT * FROM batch_pace WHERE batch=? AND tenant=? ORDER BY at",
        OverviewRows::pace,
        batch.number(),
        tenant.value());
  }

  @Override
  public long countRuns(TenantId tenant, BatchId batch, RunFilter filter) {
    return database.read(connection -> RunLists.count(connection, tenant, batch, filter));
  }

  @Override
  public List<FailureCount> failures(TenantId tenant, BatchId batch, int limit) {
    return database.read(connection -> RunLists.failures(connection, tenant, batch, limit));
  }

  @Override
  public long countGates(TenantId tenant, BatchId batch, Optional<String> step) {
    return first(
            "SELECT count(*) FROM gate WHERE tenant=?1 AND batch=?2"
                + " AND (?3='' OR step=?3 OR substr(step,-length(?3)-1)='.'||?3)",
            row -> row.getLong(1),
            tenant.value(),
            batch.number(),
            step.orElse(""))
        .orElse(0L);
  }

  @Override
  public Optional<BulkActionRecord> bulkAction(TenantId tenant, String id) {
    return first(
        "SELECT * FROM bulk_action WHERE id=? AND tenant=?",
        BulkActionRows::read,
        id,
        tenant.value());
  }

  @Override
  public List<BulkActionRecord> bulkActions(TenantId tenant, Optional<String> before, int limit) {
    return list(
        "SELECT * FROM bulk_action WHERE tenant=?1 AND (?2='' OR id<?2) ORDER BY id DESC LIMIT ?3",
        BulkActionRows::read,
        tenant.value(),
        before.orElse(""),
        limit);
  }

  @Override
  public List<BulkActionRecord> runningBulkActions() {
    return list(
        "SELECT * FROM bulk_action WHERE status='running' ORDER BY id", BulkActionRows::read);
  }

  @Override
  public Optional<DocumentRecord> document(TenantId tenant, String kind, String id) {
    return database.read(connection -> DocumentRows.read(connection, tenant, kind, id));
  }

  @Override
  public List<DocumentRecord> documents(TenantId tenant, List<BatchId> batches) {
    return database.read(connection -> DocumentRows.read(connection, tenant, batches));
  }

  @Override
  public Optional<DocumentRecord> document(BatchId batch) {
    return database.read(connection -> DocumentRows.read(connection, batch));
  }

  @Override
  public List<DocumentRecord> documents(
      TenantId tenant, DocumentQuery query, Optional<String> behind, long skipped, int limit) {
    return database.read(
        connection -> DocumentRows.list(connection, tenant, query, behind, skipped, limit));
  }

  @Override
  public List<DocumentRecord> documents(String kind, int limit) {
    return database.read(connection -> DocumentRows.all(connection, kind, limit));
  }

  @Override
  public long countStarted(TenantId tenant, String kind) {
    return database.read(connection -> Tally.of(connection, tenant, "started:" + kind));
  }

  @Override
  public long countDocuments(TenantId tenant, DocumentQuery query) {
    return database.read(connection -> DocumentRows.count(connection, tenant, query));
  }

  @Override
  public List<WebhookRecord> webhooks() {
    return list("SELECT * FROM webhook ORDER BY id", WebhookRows::webhook);
  }

  @Override
  public List<DeliveryRecord> deliveries(TenantId tenant, String webhook, long before, int limit) {
    return list(
        "SELECT * FROM delivery WHERE webhook=? AND tenant=? AND number<? ORDER BY number DESC"
            + " LIMIT ?",
        WebhookRows::delivery,
        webhook,
        tenant.value(),
        before,
        limit);
  }

  @Override
  public List<DayCost> costs(TenantId tenant, LocalDate from, LocalDate to) {
    return database.read(connection -> CostRows.read(connection, tenant, from, to));
  }

  @Override
  public List<DayCost> costs(LocalDate from) {
    return database.read(connection -> CostRows.read(connection, from));
  }
}

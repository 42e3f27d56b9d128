package dev.backlot.store.sqlite;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.RunEventReader;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Look;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
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
import dev.backlot.store.StoreException;
import dev.backlot.store.Views;
import dev.backlot.store.WebhookRecord;
import dev.backlot.store.WorkflowRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The reading side: keyset pages on borrowed connections. */
public final class SqliteViews implements Views {
  private final SqliteDatabase database;

  public SqliteViews(SqliteDatabase database) {
    this.database = database;
  }

  /** Turns the current row into what the caller asked for. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> List<T> list(String sql, Row<T> row, Object... arguments) {
    return database.read(connection -> list(connection, sql, row, arguments));
  }

  static <T> List<T> list(Connection connection, String sql, Row<T> row, Object... arguments)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      SqliteJournal.bind(statement, arguments);
      try (var rows = statement.executeQuery()) {
        var found = new ArrayList<T>();
        while (rows.next()) {
          found.add(row.of(rows));
        }
        return found;
      }
    }
  }

  private <T> Optional<T> first(String sql, Row<T> row, Object... arguments) {
    return list(sql, row, arguments).stream().findFirst();
  }

  @Override
  public Optional<BatchRecord> batch(TenantId tenant, BatchId batch) {
    return first(
        "SELECT * FROM batch WHERE id=? AND tenant=?", Rows::batch, batch.number(), tenant.value());
  }

  @Override
  public List<BatchRecord> batches(
      TenantId tenant, Optional<BatchStatus> status, Optional<BatchId> before, int limit) {
    return list(
        "SELECT * FROM batch WHERE tenant=? AND id<? AND (?3=-1 OR status=?3) ORDER BY id DESC"
            + " LIMIT ?4",
        Rows::batch,
        tenant.value(),
        before.map(BatchId::number).orElse(Long.MAX_VALUE),
        status.map(BatchStatus::code).orElse(-1),
        limit);
  }

  @Override
  public Optional<BatchRecord> resumable(TenantId tenant, String resumeKey) {
    return first(
        "SELECT * FROM batch WHERE tenant=? AND resume_key=? AND status BETWEEN 1 AND 4 ORDER BY id"
            + " DESC LIMIT 1",
        Rows::batch,
        tenant.value(),
        resumeKey);
  }

  @Override
  public Optional<BatchRecord> latest(TenantId tenant, String resumeKey) {
    return first(
        "SELECT * FROM batch WHERE tenant=? AND resume_key=? ORDER BY id DESC LIMIT 1",
        Rows::batch,
        tenant.value(),
        resumeKey);
  }

  @Override
  public long greatestBatch() {
    return first("SELECT coalesce(max(id),0) FROM batch", row -> row.getLong(1)).orElse(0L);
  }

  @Override
  public List<BatchRecord> openBatches() {
    return list("SELECT * FROM batch WHERE status<5 ORDER BY id", Rows::batch);
  }

  @Override
  public List<LiveRun> liveRuns() {
    return database.read(
        connection -> {
          var live = new ArrayList<LiveRun>();
          for (var run :
              list(connection, "SELECT * FROM run WHERE status BETWEEN 1 AND 3", Started::of)) {
            live.add(run.with(events(connection, run.record.id())));
          }
          return live;
        });
  }

  /** A run's row while its history is still to be read. */
  private record Started(RunRecord record, Optional<Integer> source) {
    static Started of(ResultSet row) throws SQLException {
      return new Started(Rows.run(row), Rows.integer(row, "source_item").map(Math::toIntExact));
    }

    LiveRun with(List<RunEvent> events) {
      return new LiveRun(record, source, events);
    }
  }

  @Override
  public Optional<BatchRecord> batch(BatchId batch) {
    return first("SELECT * FROM batch WHERE id=?", Rows::batch, batch.number());
  }

  @Override
  public Optional<LiveRun> started(RunId run) {
    return first(
            "SELECT * FROM run WHERE batch=? AND item=? AND status<>0",
            Started::of,
            run.batch().number(),
            run.item())
        .map(found -> found.with(events(run)));
  }

  @Override
  public List<RunId> waiting(BatchId batch, int limit) {
    return list(
        "SELECT item FROM run WHERE batch=? AND status=7 ORDER BY item LIMIT ?",
        row -> batch.run(row.getInt(1)),
        batch.number(),
        limit);
  }

  @Override
  public List<RunId> due(Instant now, int limit) {
    return list(
        "SELECT batch,item FROM run WHERE due_at<=? ORDER BY due_at LIMIT ?",
        row -> new BatchId(row.getLong(1)).run(row.getInt(2)),
        now.toEpochMilli(),
        limit);
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
    return list(
        "SELECT item,name,inputs,source_item FROM run WHERE batch=? AND item>? ORDER BY item LIMIT"
            + " ?",
        row ->
            new PendingItem(
                batch.run(row.getInt("item")),
                row.getString("name"),
                Rows.fields(row, "inputs"),
                Rows.integer(row, "source_item").map(Math::toIntExact)),
        batch.number(),
        afterItem,
        limit);
  }

  @Override
  public List<RunRecord> runs(
      TenantId tenant, BatchId batch, RunFilter filter, int afterItem, int skipped, int limit) {
    var conditions = RunSql.of(tenant, batch, filter).and("item>?", afterItem);
    return list(
        "SELECT * FROM run WHERE " + conditions.sql() + " ORDER BY item LIMIT ? OFFSET ?",
        Rows::run,
        conditions.values(limit, skipped));
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
    return list(
        "SELECT name,status,failure,started_at,ended_at FROM run WHERE batch=? AND tenant=?"
            + " ORDER BY item LIMIT ?",
        Rows::summary,
        batch.number(),
        tenant.value(),
        limit);
  }

  @Override
  public Optional<RunRecord> run(TenantId tenant, RunId run) {
    return first(
        "SELECT * FROM run WHERE batch=? AND item=? AND tenant=?",
        Rows::run,
        run.batch().number(),
        run.item(),
        tenant.value());
  }

  @Override
  public List<OneItem> firstItems(TenantId tenant, List<BatchId> batches) {
    return database.read(connection -> FirstItems.read(connection, tenant, batches));
  }

  @Override
  public List<RunEvent> events(RunId run) {
    return database.read(connection -> events(connection, run));
  }

  private static List<RunEvent> events(Connection connection, RunId run) throws SQLException {
    var events = new ArrayList<RunEvent>();
    for (var body :
        list(
            connection,
            "SELECT body FROM event WHERE batch=? AND item=? ORDER BY seq",
            row -> row.getString(1),
            run.batch().number(),
            run.item())) {
      events.addAll(RunEventReader.read(parse(body)));
    }
    return events;
  }

  @Override
  public List<EventRecord> events(TenantId tenant, Optional<BatchId> batch, long after, int limit) {
    return events(tenant, batch, after, limit, "");
  }

  @Override
  public List<EventRecord> batchEvents(
      TenantId tenant, Optional<BatchId> batch, long after, int limit) {
    return events(tenant, batch, after, limit, " AND item=0");
  }

  private List<EventRecord> events(
      TenantId tenant, Optional<BatchId> batch, long after, int limit, String only) {
    var records = new ArrayList<EventRecord>();
    // a row may hold numbers on both sides of the cursor, so start at the row that contains it
    var rows =
        list(
            "SELECT seq,batch,item,body FROM event WHERE seq>=coalesce((SELECT max(seq) FROM event"
                + " WHERE seq<=?1),0) AND seq+count-1>?1 AND tenant=?2 AND (?3=0 OR batch=?3)"
                + only
                + " ORDER BY seq LIMIT ?4",
            Rows::eventGroup,
            after,
            tenant.value(),
            batch.map(BatchId::number).orElse(0L),
            limit);
    rows.forEach(
        group ->
            group.forEach(
                tenant,
                record -> {
                  if (record.sequence() > after) {
                    records.add(record);
                  }
                }));
    return records;
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
  public List<LineageRecord> sources(TenantId tenant, AssetId asset, int limit) {
    return list(
        "SELECT * FROM lineage WHERE tenant=? AND asset=? AND source<>'' ORDER BY batch,item LIMIT"
            + " ?",
        row ->
            new LineageRecord(
                asset,
                new AssetId(row.getString("source")),
                new RunId(new BatchId(row.getLong("batch")), row.getInt("item")),
                row.getString("step")),
        tenant.value(),
        asset.sha256(),
        limit);
  }

  @Override
  public List<LineageRecord> products(TenantId tenant, AssetId asset, int limit) {
    return list(
        "SELECT * FROM lineage WHERE tenant=? AND source=? ORDER BY batch DESC,item LIMIT ?",
        row ->
            new LineageRecord(
                new AssetId(row.getString("asset")),
                asset,
                new RunId(new BatchId(row.getLong("batch")), row.getInt("item")),
                row.getString("step")),
        tenant.value(),
        asset.sha256(),
        limit);
  }

  @Override
  public Optional<WorkflowRecord> workflow(
      TenantId tenant, String name, Optional<Integer> version) {
    return first(
        "SELECT * FROM workflow WHERE tenant=? AND name=? AND (?3=0 OR version=?3) ORDER BY version"
            + " DESC LIMIT 1",
        Rows::workflow,
        tenant.value(),
        name,
        version.orElse(0));
  }

  @Override
  public List<WorkflowRecord> workflows(TenantId tenant, String afterName, int limit) {
    return list(
        "SELECT * FROM workflow AS w WHERE tenant=?1 AND name>?2 AND name<'~' AND version=(SELECT"
            + " max(version) FROM workflow WHERE tenant=?1 AND name=w.name) ORDER BY name LIMIT ?3",
        Rows::workflow,
        tenant.value(),
        afterName,
        limit);
  }

  @Override
  public Optional<WorkflowRecord> workflowBySource(TenantId tenant, String name, String source) {
    return first(
        "SELECT * FROM workflow WHERE tenant=? AND name=? AND source=? AND published=1 ORDER BY"
            + " version DESC LIMIT 1",
        Rows::workflow,
        tenant.value(),
        name,
        source);
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
    var conditions = RunSql.of(tenant, batch, filter);
    return first(
            "SELECT count(*) FROM run WHERE " + conditions.sql(),
            row -> row.getLong(1),
            conditions.values())
        .orElse(0L);
  }

  @Override
  public List<FailureCount> failures(TenantId tenant, BatchId batch, int limit) {
    return list(
        "SELECT failed_step,failure->>'kind' kind,failure->>'message' message,count(*) n,min(item)"
            + " first FROM run INDEXED BY run_status WHERE batch=? AND tenant=? AND status=?"
            + " GROUP BY 1,2,3 ORDER BY n DESC,first LIMIT ?",
        row ->
            new FailureCount(
                Optional.ofNullable(row.getString(1)),
                Optional.ofNullable(row.getString(2)).orElse("defect"),
                Optional.ofNullable(row.getString(3)).orElse(""),
                row.getLong(4),
                row.getInt(5)),
        batch.number(),
        tenant.value(),
        RunStatus.FAILED.code(),
        limit);
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

  static JsonNode parse(String json) {
    try {
      return Json.parse(json);
    } catch (JsonProblem e) {
      throw new StoreException("the database holds text that is not JSON", e);
    }
  }
}

package dev.backlot.store.sqlite;

import dev.backlot.json.BatchEventJson;
import dev.backlot.json.BatchJson;
import dev.backlot.json.FailureJson;
import dev.backlot.json.Json;
import dev.backlot.json.RunEventJson;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.Caller;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.store.Commit;
import dev.backlot.store.Journal;
import dev.backlot.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The writing side: prepared statements, one transaction for each group. */
public final class SqliteJournal implements Journal {
  private final SqliteDatabase database;
  private final Connection connection;
  private final GateRows gates;
  private final OverviewRows overviews;
  private final PreparedStatement insertEvent;
  private final PreparedStatement insertRun;
  private final PreparedStatement updateRun;
  private final PreparedStatement cancelPending;
  private final PreparedStatement insertBatch;
  private final PreparedStatement updateBatch;
  private final PreparedStatement insertAsset;
  private final PreparedStatement insertLineage;
  private final PreparedStatement insertMemo;
  private final PreparedStatement insertWorkflow;
  private boolean failed;

  public SqliteJournal(SqliteDatabase database) {
    this.database = database;
    this.connection = database.writer();
    try {
      gates = new GateRows(connection);
      overviews = new OverviewRows(connection);
      insertEvent =
          connection.prepareStatement(
              "INSERT INTO event(seq,count,tenant,creator,batch,item,body) VALUES(?,?,?,?,?,?,?)");
      insertRun =
          connection.prepareStatement(
              "INSERT INTO run(batch,item,tenant,creator,name,status,inputs,source_item,updated_at)"
                  + " VALUES(?,?,?,?,?,0,?,?,?)");
      updateRun =
          connection.prepareStatement(
              "UPDATE run SET"
                  + " status=?,outputs=?,failed_step=?,failure=?,started_at=?,ended_at=?,due_at=?,updated_at=?"
                  + " WHERE batch=? AND item=?");
      cancelPending =
          connection.prepareStatement(
              "UPDATE run SET status=6,ended_at=?1,updated_at=?1 WHERE batch=?2 AND item BETWEEN ?3"
                  + " AND ?4 AND status=0");
      insertBatch =
          connection.prepareStatement(
              "INSERT INTO"
                  + " batch(id,tenant,creator,name,workflow,version,resume_key,publish_root,redrive_of,created_at,updated_at,"
                  + "status,pending,running,succeeded,failed,cancelled,cursor)"
                  + " VALUES(?,?,?,?,?,?,?,?,?,?,?,0,0,0,0,0,0,0)");
      updateBatch =
          connection.prepareStatement(
              "UPDATE batch SET"
                  + " status=?,settings=?,progress=?,pending=?,running=?,waiting=?,succeeded=?,failed=?,cancelled=?,cursor=?,ended_at=?,updated_at=?"
                  + " WHERE id=?");
      insertAsset =
          connection.prepareStatement(
              "INSERT INTO"
                  + " asset(tenant,sha256,media_type,bytes,width,height,name,creator,created_at)"
                  + " VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING");
      insertLineage =
          connection.prepareStatement(
              "INSERT INTO lineage(tenant,asset,source,batch,item,step,creator)"
                  + " VALUES(?,?,?,?,?,?,'engine') ON CONFLICT DO NOTHING");
      insertMemo =
          connection.prepareStatement(
              "INSERT INTO memo(tenant,key,outputs,batch,item,step,created_at,parts,place,creator)"
                  + " VALUES(?,?,?,?,?,?,?,?,?,'engine') ON CONFLICT(tenant,key) DO UPDATE SET"
                  + " outputs=excluded.outputs,batch=excluded.batch,"
                  + "item=excluded.item,step=excluded.step,created_at=excluded.created_at,"
                  + "parts=excluded.parts,place=excluded.place");
      insertWorkflow =
          connection.prepareStatement(
              "INSERT INTO"
                  + " workflow(tenant,name,version,published,description,source,creator,created_at)"
                  + " VALUES(?,?,?,?,?,?,?,?) ON CONFLICT(tenant,name,version) DO UPDATE SET"
                  + " published=excluded.published,description=excluded.description,source=excluded.source"
                  + " WHERE workflow.published=0");
    } catch (SQLException e) {
      throw new StoreException("cannot prepare the journal: " + e.getMessage(), e);
    }
  }

  @Override
  public void commit(Commit group) {
    if (failed) {
      throw new StoreException(
          "the journal has stopped after an earlier failure", new SQLException("stopped"));
    }
    try {
      write(group);
      connection.commit();
    } catch (SQLException e) {
      failed = true;
      rollback();
      throw new StoreException("cannot write the journal: " + e.getMessage(), e);
    }
  }

  private void rollback() {
    try {
      connection.rollback();
    } catch (SQLException _) {
      // the group is not durable either way, and the journal is closed from here on
    }
  }

  private void write(Commit group) throws SQLException {
    writeWorkflows(group.workflows);
    for (var batch : group.newBatches) {
      writeNewBatch(batch);
    }
    writeItems(group.items);
    writeEvents(group);
    for (var range : group.cancelled) {
      bind(
          cancelPending,
          range.at().toEpochMilli(),
          range.batch().number(),
          range.from(),
          range.to());
      cancelPending.executeUpdate();
    }
    writeRuns(group.runs);
    writeBatches(group.batches);
    writeAssets(group.assets);
    writeLineage(group.lineage);
    writeMemos(group.memos);
    for (var forgotten : group.memosForgotten) {
      MemoRows.forget(connection, forgotten);
    }
    for (var limit : group.limits) {
      LimitRows.write(connection, limit);
    }
    for (var webhook : group.webhooks) {
      WebhookRows.write(connection, webhook);
    }
    for (var id : group.webhooksDeleted) {
      WebhookRows.delete(connection, id);
    }
    for (var action : group.bulkActions) {
      BulkActionRows.write(connection, action);
    }
    for (var swept : group.blobsSwept) {
      AssetRows.swept(connection, swept);
    }
    for (var forgotten : group.assetsForgotten) {
      AssetRows.forget(connection, forgotten);
    }
    for (var document : group.documents) {
      DocumentRows.write(connection, document);
    }
    for (var used : group.keysUsed) {
      KeyRows.write(connection, used);
    }
    for (var answered : group.keysAnswered) {
      KeyRows.write(connection, answered);
    }
    for (var paid : group.paid) {
      CostRows.write(connection, paid);
    }
    gates.write(group.openGates, group.closedGates);
    overviews.write(group);
    for (var made : group.looks) {
      LookRows.write(connection, made);
    }
  }

  private void writeEvents(Commit group) throws SQLException {
    for (var entry : group.batchEvents) {
      event(
          entry.sequence(),
          entry.events().size(),
          entry.caller(),
          entry.batch().number(),
          0,
          BatchEventJson.text(entry.events()));
    }
    for (var entry : group.runEvents) {
      event(
          entry.sequence(),
          entry.events().size(),
          entry.caller(),
          entry.run().batch().number(),
          entry.run().item(),
          RunEventJson.text(entry.events()));
    }
    if (!group.batchEvents.isEmpty() || !group.runEvents.isEmpty()) {
      insertEvent.executeBatch();
    }
  }

  private void event(long sequence, int count, Caller caller, long batch, int item, String body)
      throws SQLException {
    bind(insertEvent, sequence, count, caller.tenant().value(), caller.user(), batch, item, body);
    insertEvent.addBatch();
  }

  private void writeItems(List<Commit.NewItem> items) throws SQLException {
    for (var item : items) {
      bind(
          insertRun,
          item.run().batch().number(),
          item.run().item(),
          item.caller().tenant().value(),
          item.caller().user(),
          item.name(),
          ValueJson.text(item.inputs()),
          item.source().orElse(null),
          item.at().toEpochMilli());
      insertRun.addBatch();
    }
    executeIfAny(insertRun, items);
  }

  private void writeRuns(List<Commit.RunChange> runs) throws SQLException {
    for (var change : runs) {
      RunState state = change.state();
      bind(
          updateRun,
          state.status().code(),
          state.status() == RunStatus.SUCCEEDED ? ValueJson.text(state.outputs()) : null,
          state.failedStep().map(Object::toString).orElse(null),
          state.failure().map(failure -> Json.text(FailureJson.node(failure))).orElse(null),
          millis(state.startedAt()),
          millis(state.endedAt()),
          millis(change.due()),
          change.at().toEpochMilli(),
          change.run().batch().number(),
          change.run().item());
      updateRun.addBatch();
    }
    executeIfAny(updateRun, runs);
  }

  private void writeNewBatch(Commit.NewBatch batch) throws SQLException {
    var origin = batch.origin();
    bind(
        insertBatch,
        batch.batch().number(),
        batch.caller().tenant().value(),
        batch.caller().user(),
        origin.name(),
        origin.workflow(),
        origin.version(),
        origin.resumeKey().orElse(null),
        origin.publishRoot(),
        origin.redriveOf().map(BatchId::number).orElse(null),
        batch.at().toEpochMilli(),
        batch.at().toEpochMilli());
    insertBatch.executeUpdate();
  }

  private void writeBatches(List<Commit.BatchChange> batches) throws SQLException {
    for (var change : batches) {
      BatchState state = change.state();
      ItemCounts counts = state.counts();
      bind(
          updateBatch,
          state.status().code(),
          Json.text(BatchJson.node(state.settings())),
          Json.text(BatchJson.node(state.progress())),
          counts.pending(),
          counts.running(),
          counts.waiting(),
          counts.succeeded(),
          counts.failed(),
          counts.cancelled(),
          state.cursor(),
          millis(state.endedAt()),
          change.at().toEpochMilli(),
          change.batch().number());
      updateBatch.addBatch();
    }
    executeIfAny(updateBatch, batches);
  }

  private void writeAssets(List<Commit.NewAsset> assets) throws SQLException {
    for (var added : assets) {
      Asset asset = added.asset();
      bind(
          insertAsset,
          added.caller().tenant().value(),
          asset.id().sha256(),
          asset.mediaType(),
          asset.bytes(),
          asset.width(),
          asset.height(),
          asset.name(),
          added.caller().user(),
          added.at().toEpochMilli());
      insertAsset.addBatch();
    }
    executeIfAny(insertAsset, assets);
  }

  private void writeLineage(List<Commit.Lineage> lineage) throws SQLException {
    for (var line : lineage) {
      var sources =
          line.inputs().isEmpty()
              ? List.of("")
              : line.inputs().stream().map(id -> id.sha256()).toList();
      for (var source : sources) {
        bind(
            insertLineage,
            line.tenant().value(),
            line.output().sha256(),
            source,
            line.run().batch().number(),
            line.run().item(),
            line.step().toString());
        insertLineage.addBatch();
      }
    }
    executeIfAny(insertLineage, lineage);
  }

  private void writeMemos(List<Commit.NewMemo> memos) throws SQLException {
    for (var memo : memos) {
      bind(
          insertMemo,
          memo.tenant().value(),
          memo.key().sha256(),
          ValueJson.text(memo.outputs()),
          memo.run().batch().number(),
          memo.run().item(),
          memo.step().toString(),
          memo.at().toEpochMilli(),
          parts(memo),
          memo.place());
      insertMemo.addBatch();
    }
    executeIfAny(insertMemo, memos);
  }

  private static String parts(Commit.NewMemo memo) {
    var parts = Json.object();
    memo.parts().forEach(parts::put);
    return Json.text(parts);
  }

  private void writeWorkflows(List<Commit.NewWorkflow> workflows) throws SQLException {
    for (var added : workflows) {
      var workflow = added.workflow();
      bind(
          insertWorkflow,
          added.caller().tenant().value(),
          workflow.name(),
          workflow.version(),
          workflow.published(),
          workflow.description(),
          workflow.source(),
          added.caller().user(),
          workflow.createdAt().toEpochMilli());
      insertWorkflow.addBatch();
    }
    executeIfAny(insertWorkflow, workflows);
  }

  private static void executeIfAny(PreparedStatement statement, List<?> rows) throws SQLException {
    if (!rows.isEmpty()) {
      statement.executeBatch();
    }
  }

  private static @org.jspecify.annotations.Nullable Long millis(Optional<Instant> at) {
    return at.map(Instant::toEpochMilli).orElse(null);
  }

  static void bind(PreparedStatement statement, @org.jspecify.annotations.Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setObject(i + 1, null);
        case String text -> statement.setString(i + 1, text);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
        default -> throw new IllegalArgumentException("cannot bind " + values[i]);
      }
    }
  }

  @Override
  public long lastSequence() {
    return database.read(
        reader -> {
          try (var statement = reader.createStatement();
              var rows =
                  statement.executeQuery(
                      "SELECT seq+count-1 FROM event ORDER BY seq DESC LIMIT 1")) {
            return rows.next() ? rows.getLong(1) : 0L;
          }
        });
  }

  @Override
  public void close() {
    try {
      gates.close();
      overviews.close();
      for (var statement :
          List.of(
              insertEvent,
              insertRun,
              updateRun,
              cancelPending,
              insertBatch,
              updateBatch,
              insertAsset,
              insertLineage,
              insertMemo,
              insertWorkflow)) {
        statement.close();
      }
    } catch (SQLException e) {
      throw new StoreException("cannot close the journal: " + e.getMessage(), e);
    }
  }
}

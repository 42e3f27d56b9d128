package dev.backlot.store.sqlite;

import dev.backlot.json.BatchEventJson;
import dev.backlot.json.RunEventJson;
import dev.backlot.model.Caller;
import dev.backlot.store.Commit;
import dev.backlot.store.Journal;
import dev.backlot.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The writing side: the log, and one transaction for each group. */
public final class SqliteJournal implements Journal {
  private final SqliteDatabase database;
  private final Connection connection;
  private final WorkflowRows workflows;
  private final BatchRows batches;
  private final RunRows runs;
  private final ResultRows results;
  private final GateRows gates;
  private final OverviewRows overviews;
  private final PreparedStatement insertEvent;
  private boolean failed;

  public SqliteJournal(SqliteDatabase database) {
    this.database = database;
    this.connection = database.writer();
    try {
      workflows = new WorkflowRows(connection);
      batches = new BatchRows(connection);
      runs = new RunRows(connection);
      results = new ResultRows(connection);
      gates = new GateRows(connection);
      overviews = new OverviewRows(connection);
      insertEvent =
          connection.prepareStatement(
              "INSERT INTO event(seq,count,tenant,creator,batch,item,body) VALUES(?,?,?,?,?,?,?)");
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
    workflows.write(group.workflows);
    batches.writeNew(group.newBatches);
    writeEvents(group);
    runs.write(group);
    batches.write(group.batches);
    batches.acknowledge(group.acknowledged);
    results.write(group);
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
    Sql.bind(
        insertEvent, sequence, count, caller.tenant().value(), caller.user(), batch, item, body);
    insertEvent.addBatch();
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
      workflows.close();
      batches.close();
      runs.close();
      results.close();
      gates.close();
      overviews.close();
      insertEvent.close();
    } catch (SQLException e) {
      throw new StoreException("cannot close the journal: " + e.getMessage(), e);
    }
  }
}

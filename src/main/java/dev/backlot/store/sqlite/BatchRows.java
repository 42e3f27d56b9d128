package dev.backlot.store.sqlite;

import dev.backlot.json.BatchJson;
import dev.backlot.json.Json;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.ItemCounts;
import dev.backlot.store.Acknowledgement;
import dev.backlot.store.Commit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes batches: new ones, and how they stand. */
final class BatchRows implements AutoCloseable {
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement acknowledge;

  BatchRows(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            "INSERT INTO"
                + " batch(id,tenant,creator,name,workflow,version,resume_key,publish_root,redrive_of,created_at,updated_at,"
                + "status,pending,running,succeeded,failed,cancelled,cursor)"
                + " VALUES(?,?,?,?,?,?,?,?,?,?,?,0,0,0,0,0,0,0)");
    update =
        connection.prepareStatement(
            "UPDATE batch SET"
                + " status=?,settings=?,progress=?,pending=?,running=?,waiting=?,succeeded=?,failed=?,cancelled=?,cursor=?,ended_at=?,updated_at=?"
                + " WHERE id=?");
    acknowledge =
        connection.prepareStatement("UPDATE batch SET acknowledged=?,updated_at=? WHERE id=?");
  }

  void writeNew(List<Commit.NewBatch> batches) throws SQLException {
    for (var batch : batches) {
      writeNewBatch(batch);
    }
  }

  private void writeNewBatch(Commit.NewBatch batch) throws SQLException {
    var origin = batch.origin();
    Sql.bind(
        insert,
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
    insert.executeUpdate();
  }

  void write(List<Commit.BatchChange> batches) throws SQLException {
    for (var change : batches) {
      BatchState state = change.state();
      ItemCounts counts = state.counts();
      Sql.bind(
          update,
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
          Sql.millis(state.endedAt()),
          change.at().toEpochMilli(),
          change.batch().number());
      update.addBatch();
    }
    Sql.executeIfAny(update, batches);
  }

  void acknowledge(List<Commit.Acknowledged> batches) throws SQLException {
    for (var one : batches) {
      Sql.bind(
          acknowledge,
          one.word().map(BatchRows::text).orElse(null),
          one.at().toEpochMilli(),
          one.batch().number());
      acknowledge.addBatch();
    }
    Sql.executeIfAny(acknowledge, batches);
  }

  private static String text(Acknowledgement word) {
    return Json.text(
        Json.object()
            .put("by", word.by())
            .put("at", word.at().toEpochMilli())
            .put("note", word.note())
            .put("failed", word.failed()));
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    update.close();
    acknowledge.close();
  }
}

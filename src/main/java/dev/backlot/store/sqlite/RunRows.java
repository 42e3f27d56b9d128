package dev.backlot.store.sqlite;

import dev.backlot.json.FailureJson;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Bill;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.store.Commit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes runs: items as they come, and how they stand. */
final class RunRows implements AutoCloseable {
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement cancel;

  RunRows(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            "INSERT INTO run(batch,item,tenant,creator,name,status,inputs,source_item,updated_at)"
                + " VALUES(?,?,?,?,?,0,?,?,?)");
    update =
        connection.prepareStatement(
            "UPDATE run SET"
                + " status=?,outputs=?,failed_step=?,failure=?,started_at=?,ended_at=?,due_at=?,spent=?,updated_at=?"
                + " WHERE batch=? AND item=?");
    cancel =
        connection.prepareStatement(
            "UPDATE run SET status=6,ended_at=?1,updated_at=?1 WHERE batch=?2 AND item BETWEEN ?3"
                + " AND ?4 AND status=0");
  }

  /** Items that never started are cancelled before runs are told how they stand. */
  void write(Commit group) throws SQLException {
    writeItems(group.items);
    for (var range : group.cancelled) {
      Sql.bind(cancel, range.at().toEpochMilli(), range.batch().number(), range.from(), range.to());
      cancel.executeUpdate();
    }
    writeRuns(group.runs);
  }

  private void writeItems(List<Commit.NewItem> items) throws SQLException {
    for (var item : items) {
      Sql.bind(
          insert,
          item.run().batch().number(),
          item.run().item(),
          item.caller().tenant().value(),
          item.caller().user(),
          item.name(),
          ValueJson.text(item.inputs()),
          item.source().orElse(null),
          item.at().toEpochMilli());
      insert.addBatch();
    }
    Sql.executeIfAny(insert, items);
  }

  private void writeRuns(List<Commit.RunChange> runs) throws SQLException {
    for (var change : runs) {
      RunState state = change.state();
      Sql.bind(
          update,
          state.status().code(),
          state.status() == RunStatus.SUCCEEDED ? ValueJson.text(state.outputs()) : null,
          state.failedStep().map(Object::toString).orElse(null),
          state.failure().map(failure -> Json.text(FailureJson.node(failure))).orElse(null),
          Sql.millis(state.startedAt()),
          Sql.millis(state.endedAt()),
          Sql.millis(change.due()),
          spent(state),
          change.at().toEpochMilli(),
          change.run().batch().number(),
          change.run().item());
      update.addBatch();
    }
    Sql.executeIfAny(update, runs);
  }

  /** Summed up once nothing more is spent for now: not with every event of a long run. */
  private static @Nullable Long spent(RunState state) {
    boolean rests = state.status().isFinal() || state.status() == RunStatus.WAITING;
    return rests ? Bill.of(state).spent().micros() : null;
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    update.close();
    cancel.close();
  }
}

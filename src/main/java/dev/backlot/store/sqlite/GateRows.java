package dev.backlot.store.sqlite;

import dev.backlot.json.GateJson;
import dev.backlot.json.Json;
import dev.backlot.store.Commit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes which gates are open. */
final class GateRows implements AutoCloseable {
  private final PreparedStatement insert;
  private final PreparedStatement delete;

  GateRows(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            "INSERT INTO gate(batch,item,step,tenant,creator,name,round,question,opened_at)"
                + " VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT(batch,item,step) DO UPDATE SET"
                + " round=excluded.round,question=excluded.question,opened_at=excluded.opened_at");
    delete = connection.prepareStatement("DELETE FROM gate WHERE batch=? AND item=? AND step=?");
  }

  /** What closed in this group may have opened in it, so closing comes last. */
  void write(List<Commit.OpenGate> opened, List<Commit.ClosedGate> closed) throws SQLException {
    for (var gate : opened) {
      Sql.bind(
          insert,
          gate.run().batch().number(),
          gate.run().item(),
          gate.step().toString(),
          gate.caller().tenant().value(),
          gate.caller().user(),
          gate.name(),
          gate.round(),
          Json.text(GateJson.node(gate.question())),
          gate.at().toEpochMilli());
      insert.addBatch();
    }
    if (!opened.isEmpty()) {
      insert.executeBatch();
    }
    for (var gate : closed) {
      Sql.bind(delete, gate.run().batch().number(), gate.run().item(), gate.step().toString());
      delete.addBatch();
    }
    if (!closed.isEmpty()) {
      delete.executeBatch();
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    delete.close();
  }
}

package dev.backlot.store.sqlite;

import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import dev.backlot.store.Commit;
import java.sql.Connection;
import java.sql.SQLException;

/** Assets that somebody wants gone. */
final class AssetRows {
  private AssetRows() {}

  /** What is given to items that have not come to it stands in their inputs alone. */
  static boolean isUsedElsewhere(
      Connection connection, TenantId tenant, AssetId asset, BatchId batch) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT EXISTS(SELECT 1 FROM lineage WHERE tenant=?1 AND asset=?2 AND batch<>?3)"
                + " OR EXISTS(SELECT 1 FROM lineage WHERE tenant=?1 AND source=?2 AND batch<>?3)"
                + " OR EXISTS(SELECT 1 FROM run JOIN batch AS b ON b.id=run.batch WHERE"
                + " b.tenant=?1 AND b.status<5 AND run.batch<>?3 AND run.status IN (0,1,2,3,7)"
                + " AND instr(run.inputs,?2))")) {
      Sql.bind(statement, tenant.value(), asset.sha256(), batch.number());
      try (var row = statement.executeQuery()) {
        return row.next() && row.getInt(1) != 0;
      }
    }
  }

  static void forget(Connection connection, Commit.AssetForgotten forgotten) throws SQLException {
    var tenant = forgotten.tenant().value();
    var asset = forgotten.asset().sha256();
    execute(connection, "DELETE FROM asset WHERE tenant=? AND sha256=?", tenant, asset);
    LookRows.forget(connection, tenant, asset);
    execute(
        connection,
        "DELETE FROM memo WHERE tenant=? AND batch=? AND instr(outputs,?)",
        tenant,
        forgotten.batch().number(),
        asset);
    execute(
        connection,
        "INSERT OR REPLACE INTO forgotten_blob(sha256,at) VALUES(?,?)",
        asset,
        forgotten.at().toEpochMilli());
  }

  static void swept(Connection connection, AssetId blob) throws SQLException {
    execute(connection, "DELETE FROM forgotten_blob WHERE sha256=?", blob.sha256());
  }

  private static void execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, values);
      statement.executeUpdate();
    }
  }
}

package dev.backlot.store.sqlite;

import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.RunId;
import dev.backlot.model.TenantId;
import dev.backlot.store.Views.LineageRecord;
import dev.backlot.store.Views.MakerRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads what assets were made of, and what was made of them. */
final class LineageLists {
  private LineageLists() {}

  static List<MakerRecord> makers(Connection connection, TenantId tenant, AssetId asset, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        "SELECT DISTINCT batch,item,step FROM lineage WHERE tenant=? AND asset=? ORDER BY batch"
            + " DESC,item,step LIMIT ?",
        row -> new MakerRecord(run(row), row.getString("step")),
        tenant.value(),
        asset.sha256(),
        limit);
  }

  static List<LineageRecord> sources(
      Connection connection, TenantId tenant, AssetId asset, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT * FROM lineage WHERE tenant=? AND asset=? AND source<>'' ORDER BY batch,item LIMIT"
            + " ?",
        LineageLists::record,
        tenant.value(),
        asset.sha256(),
        limit);
  }

  static List<LineageRecord> products(
      Connection connection, TenantId tenant, AssetId asset, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT * FROM lineage WHERE tenant=? AND source=? ORDER BY batch DESC,item LIMIT ?",
        LineageLists::record,
        tenant.value(),
        asset.sha256(),
        limit);
  }

  private static LineageRecord record(ResultSet row) throws SQLException {
    return new LineageRecord(
        new AssetId(row.getString("asset")),
        new AssetId(row.getString("source")),
        run(row),
        row.getString("step"));
  }

  private static RunId run(ResultSet row) throws SQLException {
    return new BatchId(row.getLong("batch")).run(row.getInt("item"));
  }
}

package dev.backlot.store.sqlite;

import dev.backlot.model.Asset;
import dev.backlot.model.TenantId;
import dev.backlot.store.AssetPage;
import dev.backlot.store.AssetQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds assets, newest first. No question reads more than a fixed number of rows: the next page
 * goes on behind them.
 */
final class AssetSql {
  /** So many assets are looked at for one page. */
  static final int LOOKED_AT_MAX = 20_000;

  /** Greater than any hexadecimal digit. */
  private static final String END = "g";

  /** By time, or by the key of the table where a hash says where in it. */
  private static final String BY_TIME =
      "asset INDEXED BY asset_new WHERE tenant=? AND (created_at,sha256)<(?,?)";

  private static final String BY_HASH =
      "asset NOT INDEXED WHERE tenant=? AND (created_at,sha256)<(?,?) AND sha256>=? AND sha256<?";
  private static final String ORDER = " ORDER BY created_at DESC,sha256 DESC";

  private final Connection connection;
  private final TenantId tenant;
  private final AssetQuery query;
  private final AssetPage.Place after;

  AssetSql(Connection connection, TenantId tenant, AssetQuery query, AssetPage.Place after) {
    this.connection = connection;
    this.tenant = tenant;
    this.query = query;
    this.after = after;
  }

  AssetPage page(int limit) throws SQLException {
    var found = new ArrayList<Asset>();
    var last = AssetPage.Place.START;
    var conditions = conditions(query, new Conditions("1=1", within()));
    var sql =
        "SELECT * FROM (SELECT * FROM %s%s LIMIT %d) AS a WHERE %s LIMIT ?"
            .formatted(source(), ORDER, LOOKED_AT_MAX, conditions.sql());
    try (var statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, conditions.values(limit + 1));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          if (found.size() == limit) {
            return new AssetPage(found, Optional.of(last));
          }
          found.add(Rows.asset(rows));
          last = new AssetPage.Place(rows.getLong("created_at"), rows.getString("sha256"));
        }
      }
    }
    return new AssetPage(found, lastLookedAt());
  }

  private String source() {
    return query.hash().isPresent() ? BY_HASH : BY_TIME;
  }

  private Object[] within() {
    var values = new ArrayList<Object>(List.of(tenant.value(), after.at(), after.sha256()));
    query.hash().ifPresent(from -> values.addAll(List.of(from, from + END)));
    return values.toArray();
  }

  /** What is asked of the row {@code a} of an asset. */
  static Conditions conditions(AssetQuery query, Conditions first) {
    return first
        .and("instr(media_type||'/',?)=1", query.type().map(type -> type + "/"))
        .and("instr(lower(name),lower(?))", query.name())
        .and("bytes>=?", query.bytesMin())
        .and("bytes<=?", query.bytesMax())
        .and("width>=?", query.widthMin())
        .and("height>=?", query.heightMin())
        .and(
            "EXISTS(SELECT 1 FROM lineage AS l JOIN batch AS b ON b.id=l.batch"
                + " WHERE l.tenant=a.tenant AND l.asset=a.sha256 AND b.workflow=?)",
            query.workflow())
        .and(
            "EXISTS(SELECT 1 FROM lineage AS l WHERE l.tenant=a.tenant AND l.asset=a.sha256"
                + " AND instr('.'||l.step||'.','.'||?||'.'))",
            query.step());
  }

  /** Where to go on when only so many could be looked at; empty at the end. */
  private Optional<AssetPage.Place> lastLookedAt() throws SQLException {
    var sql =
        "SELECT created_at,sha256 FROM %s%s LIMIT 1 OFFSET %d"
            .formatted(source(), ORDER, LOOKED_AT_MAX - 1);
    try (var statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, within());
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new AssetPage.Place(row.getLong(1), row.getString(2)))
            : Optional.empty();
      }
    }
  }
}

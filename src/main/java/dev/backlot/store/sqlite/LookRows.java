package dev.backlot.store.sqlite;

import dev.backlot.model.AssetId;
import dev.backlot.model.Look;
import dev.backlot.model.TenantId;
import dev.backlot.store.Commit;
import dev.backlot.store.Views;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What pictures look like, and which have no look yet. */
final class LookRows {
  private static final int DIGITS = 8;

  private LookRows() {}

  /** None is kept of what its tenant has given up by now. */
  static void write(Connection connection, Commit.LookMade made) throws SQLException {
    var due = made.due();
    execute(
        connection,
        "DELETE FROM look_due WHERE number=? AND sha256=?",
        due.number(),
        due.asset().id().sha256());
    var sql =
        "INSERT OR REPLACE INTO look(tenant,sha256,print,colours)"
            + " SELECT tenant,sha256,?,? FROM asset WHERE tenant=? AND sha256=?";
    try (var statement = connection.prepareStatement(sql)) {
      if (made.look().isPresent()) {
        statement.setLong(1, made.look().get().print());
      } else {
        statement.setNull(1, Types.INTEGER);
      }
      statement.setString(2, made.look().map(LookRows::colours).orElse(""));
      statement.setString(3, due.tenant().value());
      statement.setString(4, due.asset().id().sha256());
      statement.executeUpdate();
    }
  }

  static void forget(Connection connection, String tenant, String sha256) throws SQLException {
    execute(connection, "DELETE FROM look WHERE tenant=? AND sha256=?", tenant, sha256);
    execute(connection, "DELETE FROM look_due WHERE tenant=? AND sha256=?", tenant, sha256);
  }

  private static void execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, values);
      statement.executeUpdate();
    }
  }

  static List<Views.LookDue> due(Connection connection, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT d.number,a.* FROM look_due AS d JOIN asset AS a USING(tenant,sha256)"
            + " ORDER BY d.number LIMIT ?",
        row ->
            new Views.LookDue(
                row.getLong("number"), new TenantId(row.getString("tenant")), Rows.asset(row)),
        limit);
  }

  /** How many of the tenant's have none yet. */
  static long countDue(Connection connection, TenantId tenant) throws SQLException {
    return Sql.list(
            connection,
            "SELECT count(*) FROM look_due WHERE tenant=?",
            row -> row.getLong(1),
            tenant.value())
        .getFirst();
  }

  static Optional<Look> look(Connection connection, TenantId tenant, AssetId asset)
      throws SQLException {
    return Sql.list(
            connection,
            "SELECT print,colours FROM look WHERE tenant=? AND sha256=? AND print IS NOT NULL",
            LookRows::look,
            tenant.value(),
            asset.sha256())
        .stream()
        .findFirst();
  }

  /** Those that have one: empty of a picture that cannot be read. */
  static Map<AssetId, Optional<Long>> prints(
      Connection connection, TenantId tenant, List<AssetId> assets) throws SQLException {
    var found = new HashMap<AssetId, Optional<Long>>();
    var sql = "SELECT print FROM look WHERE tenant=? AND sha256=?";
    try (var statement = connection.prepareStatement(sql)) {
      for (var asset : assets) {
        Sql.bind(statement, tenant.value(), asset.sha256());
        try (var row = statement.executeQuery()) {
          if (row.next()) {
            found.put(asset, Rows.integer(row, "print"));
          }
        }
      }
    }
    return found;
  }

  private static Look look(ResultSet row) throws SQLException {
    return new Look(row.getLong("print"), colours(row.getString("colours")));
  }

  private static String colours(Look look) {
    var text = new StringBuilder();
    look.colours().forEach(one -> text.append("%06x%02x".formatted(one.rgb(), one.percent())));
    return text.toString();
  }

  static List<Look.Shade> colours(String text) {
    var shades = new ArrayList<Look.Shade>();
    for (int at = 0; at + DIGITS <= text.length(); at += DIGITS) {
      shades.add(
          new Look.Shade(
              Integer.parseInt(text, at, at + 6, 16), Integer.parseInt(text, at + 6, at + 8, 16)));
    }
    return shades;
  }
}

package dev.backlot.store.sqlite;

import dev.backlot.store.Commit;
import dev.backlot.store.Views;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Counts remembered results and gives up the oldest. */
final class MemoRows {
  private static final String FORGET =
      "DELETE FROM memo WHERE (tenant,key) IN"
          + " (SELECT tenant,key FROM memo WHERE created_at < ? ORDER BY created_at LIMIT ?)";

  private MemoRows() {}

  static Views.MemoCount count(Connection connection, Instant before) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT (SELECT count(*) FROM memo), (SELECT count(*) FROM memo WHERE created_at <"
                + " ?)")) {
      Sql.bind(statement, before.toEpochMilli());
      try (var rows = statement.executeQuery()) {
        rows.next();
        return new Views.MemoCount(rows.getLong(1), rows.getLong(2));
      }
    }
  }

  static void forget(Connection connection, Commit.MemosForgotten which) throws SQLException {
    forget(connection, which.before().toEpochMilli(), which.chunk());
    forget(connection, Long.MAX_VALUE, which.surplus());
  }

  private static void forget(Connection connection, long before, int most) throws SQLException {
    try (var statement = connection.prepareStatement(FORGET)) {
      Sql.bind(statement, before, most);
      statement.executeUpdate();
    }
  }
}

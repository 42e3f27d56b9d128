package dev.backlot.store.sqlite;

import dev.backlot.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;

/** What triggers have counted; see the schema. */
final class Tally {
  private Tally() {}

  static long of(Connection connection, TenantId tenant, String what) throws SQLException {
    return Sql.list(
            connection,
            "SELECT count FROM tally WHERE tenant=? AND what=?",
            row -> row.getLong(1),
            tenant.value(),
            what)
        .stream()
        .findFirst()
        .orElse(0L);
  }
}

package dev.backlot.store.sqlite;

import dev.backlot.model.TenantId;
import dev.backlot.store.WorkflowRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads versions of workflows. */
final class WorkflowLists {
  private WorkflowLists() {}

  static Optional<WorkflowRecord> one(
      Connection connection, TenantId tenant, String name, Optional<Integer> version)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM workflow WHERE tenant=? AND name=? AND (?3=0 OR version=?3) ORDER BY version"
            + " DESC LIMIT 1",
        Rows::workflow,
        tenant.value(),
        name,
        version.orElse(0));
  }

  static List<WorkflowRecord> list(
      Connection connection, TenantId tenant, String afterName, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT * FROM workflow AS w WHERE tenant=?1 AND name>?2 AND name<'~' AND version=(SELECT"
            + " max(version) FROM workflow WHERE tenant=?1 AND name=w.name) ORDER BY name LIMIT ?3",
        Rows::workflow,
        tenant.value(),
        afterName,
        limit);
  }

  static Optional<WorkflowRecord> bySource(
      Connection connection, TenantId tenant, String name, String source) throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM workflow WHERE tenant=? AND name=? AND source=? AND published=1 ORDER BY"
            + " version DESC LIMIT 1",
        Rows::workflow,
        tenant.value(),
        name,
        source);
  }
}

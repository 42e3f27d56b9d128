package dev.backlot.store.sqlite;

import dev.backlot.store.Commit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes versions of workflows; a published one stays as it is. */
final class WorkflowRows implements AutoCloseable {
  private final PreparedStatement insert;

  WorkflowRows(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            "INSERT INTO"
                + " workflow(tenant,name,version,published,description,source,creator,created_at)"
                + " VALUES(?,?,?,?,?,?,?,?) ON CONFLICT(tenant,name,version) DO UPDATE SET"
                + " published=excluded.published,description=excluded.description,source=excluded.source"
                + " WHERE workflow.published=0");
  }

  void write(List<Commit.NewWorkflow> workflows) throws SQLException {
    for (var added : workflows) {
      var workflow = added.workflow();
      Sql.bind(
          insert,
          added.caller().tenant().value(),
          workflow.name(),
          workflow.version(),
          workflow.published(),
          workflow.description(),
          workflow.source(),
          added.caller().user(),
          workflow.createdAt().toEpochMilli());
      insert.addBatch();
    }
    Sql.executeIfAny(insert, workflows);
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}

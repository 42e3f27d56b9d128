package dev.backlot.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of earlier versions go on. */
class SchemaTest {
  @TempDir Path folder;

  @Test
  void batches_of_one_item_are_found_among_those_that_were_there_before() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("old.db"))) {
      connection.setAutoCommit(false);
      Schema.migrate(connection, 11);
      batch(connection, 1, 1);
      batch(connection, 2, 1);
      batch(connection, 3, 7);
      execute(
          connection,
          "INSERT INTO document(tenant,kind,id,creator,batch,body,deleted,created_at,updated_at)"
              + " VALUES('t','test.thing','a','u',2,'{}',0,0,0)");

      Schema.migrate(connection, 12);

      assertThat(
              Sql.list(
                  connection,
                  "SELECT batch || ' ' || coalesce(kind, 'none') FROM batch_single ORDER BY batch",
                  row -> row.getString(1)))
          .containsExactly("1 none", "2 test.thing");
    }
  }

  private static void batch(Connection connection, int id, int items) throws SQLException {
    execute(
        connection,
        ("INSERT INTO batch(id,tenant,creator,name,workflow,version,publish_root,created_at,"
                + "updated_at,status,pending,running,succeeded,failed,cancelled,cursor)"
                + " VALUES(%d,'t','u','n','w',1,'',0,0,0,0,0,%d,0,0,0)")
            .formatted(id, items));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}

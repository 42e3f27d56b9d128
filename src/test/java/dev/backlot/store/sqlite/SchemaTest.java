package dev.backlot.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
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
              texts(
                  connection,
                  "SELECT batch || ' ' || coalesce(kind, 'none') FROM batch_single ORDER BY batch"))
          .containsExactly("1 none", "2 test.thing");
    }
  }

  @Test
  void what_was_rejected_before_is_counted() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("old.db"))) {
      connection.setAutoCommit(false);
      Schema.migrate(connection, 12);
      batch(connection, 1, 3);
      batch(connection, 2, 3);
      execute(connection, "UPDATE batch SET failed=3");
      var no = "{\"kind\":\"refused\",\"message\":\"no\",\"by\":\"u\",\"rejected\":true}";
      failed(connection, 1, 1, "look", no);
      failed(connection, 1, 2, "other", no);
      failed(connection, 1, 3, "look", "{\"kind\":\"refused\",\"message\":\"no\",\"by\":\"u\"}");
      failed(connection, 2, 1, "look", "{\"kind\":\"defect\",\"message\":\"no\"}");
      for (var step : List.of("look", "other", "more")) {
        execute(
            connection,
            "INSERT INTO step_standing(batch,step,tenant,creator,place,counts,reused,attempts,"
                + "spent,waited_ms,took) VALUES(1,'"
                + step
                + "','t','u',0,'5:2',0,0,0,0,'')");
      }

      Schema.migrate(connection, 13);

      assertThat(texts(connection, "SELECT id || ' ' || rejected FROM batch ORDER BY id"))
          .containsExactly("1 2", "2 0");
      assertThat(
              texts(connection, "SELECT step || ' ' || rejected FROM step_standing ORDER BY step"))
          .containsExactly("look 1", "more 0", "other 1");
    }
  }

  private static void failed(
      Connection connection, int batch, int item, String step, String failure) throws SQLException {
    execute(
        connection,
        "INSERT INTO run(batch,item,tenant,creator,name,status,inputs,updated_at,failed_step,"
            + "failure) VALUES(%d,%d,'t','u','n',5,'{}',0,'%s','%s')"
                .formatted(batch, item, step, failure));
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    return Sql.list(connection, sql, row -> row.getString(1));
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

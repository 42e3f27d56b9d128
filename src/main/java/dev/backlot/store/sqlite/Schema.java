package dev.backlot.store.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Brings a database to the newest schema: each {@code V<n>.sql} once, in one transaction. */
final class Schema {
  static final int NEWEST = 14;
  private static final Pattern COMMENT = Pattern.compile("(?m)^--.*$");

  /** A semicolon at the end of a line, unless the statement goes on in an indented one. */
  private static final Pattern END = Pattern.compile("(?m);[ \\t]*$(?!\\R[ \\t]+\\S)");

  private Schema() {}

  static void migrate(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > NEWEST) {
      throw new SQLException(
          "it was written by a newer Backlot (schema %d, this one knows %d); use that version"
              .formatted(version, NEWEST));
    }
    migrate(connection, NEWEST);
  }

  /** Up to this version, which is the newest unless for a look at how the next one begins. */
  static void migrate(Connection connection, int to) throws SQLException {
    for (int next = version(connection) + 1; next <= to; next++) {
      run(connection, script(next));
      run(connection, "PRAGMA user_version=" + next);
      connection.commit();
    }
    connection.commit();
  }

  private static int version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA user_version")) {
      return rows.getInt(1);
    }
  }

  private static void run(Connection connection, String script) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : END.split(COMMENT.matcher(script).replaceAll(""), -1)) {
        if (!sql.isBlank()) {
          statement.executeUpdate(sql);
        }
      }
    }
  }

  private static String script(int version) throws SQLException {
    var name = "/db/sqlite/V" + version + ".sql";
    try (var in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new SQLException("the program lacks its own file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SQLException("cannot read " + name, e);
    }
  }
}

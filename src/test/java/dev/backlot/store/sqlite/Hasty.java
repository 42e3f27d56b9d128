package dev.backlot.store.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** A database that never waits for the disk: for crashes of the process, not of the machine. */
public final class Hasty {
  private Hasty() {}

  public static SqliteDatabase open(Path folder) throws Exception {
    Files.createDirectories(folder);
    var database = SqliteDatabase.open(folder.resolve("backlot.db"), folder.resolve("natives"));
    neverSync(database);
    return database;
  }

  private static void neverSync(SqliteDatabase database) throws SQLException {
    var writer = database.writer();
    writer.setAutoCommit(true);
    try (var statement = writer.createStatement()) {
      statement.execute("PRAGMA synchronous=OFF");
    }
    writer.setAutoCommit(false);
  }
}

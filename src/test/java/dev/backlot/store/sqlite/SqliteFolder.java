package dev.backlot.store.sqlite;

import dev.backlot.store.Journal;
import dev.backlot.store.StoreContract;
import dev.backlot.store.Views;
import java.io.IOException;
import java.nio.file.Path;

/** The SQLite store as its contracts open it. */
record SqliteFolder(SqliteDatabase database, Journal journal, Views views)
    implements StoreContract.Opened {
  static SqliteFolder open(Path root) throws IOException {
    var database = SqliteDatabase.open(root.resolve("backlot.db"), root.resolve("native"));
    return new SqliteFolder(database, new SqliteJournal(database), new SqliteViews(database));
  }

  @Override
  public void close() {
    journal.close();
    database.close();
  }
}

package dev.backlot.store.sqlite;

import dev.backlot.store.JournalContract;
import java.io.IOException;
import java.nio.file.Path;

class SqliteJournalTest extends JournalContract {
  @Override
  protected Opened open(Path root) throws IOException {
    return SqliteFolder.open(root);
  }
}

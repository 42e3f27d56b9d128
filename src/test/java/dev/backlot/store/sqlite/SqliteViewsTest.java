package dev.backlot.store.sqlite;

import dev.backlot.store.ViewsContract;
import java.io.IOException;
import java.nio.file.Path;

class SqliteViewsTest extends ViewsContract {
  @Override
  protected Opened open(Path root) throws IOException {
    return SqliteFolder.open(root);
  }
}

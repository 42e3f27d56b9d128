package dev.backlot.store.sqlite;

import dev.backlot.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.sqlite.SQLiteConfig;

/** One database file: its settings, its schema, its reading connections. */
public final class SqliteDatabase implements AutoCloseable {
  private static final int READERS = 4;
  private static final int WRITER_CACHE_KIB = 64 * 1024;
  private static final int READER_CACHE_KIB = 8 * 1024;
  private static final int CHECKPOINT_PAGES = 4_000;

  private final Path file;
  private final Connection writer;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);

  private SqliteDatabase(Path file, Connection writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Opens the file, creating it and bringing its schema up to date where needed.
   *
   * @param natives where the native part of the driver lies, unpacked when it is not there yet
   */
  public static SqliteDatabase open(Path file, Path natives) throws IOException {
    NativeLibrary.prepare(natives);
    keepPrivate(file);
    try {
      var writer = connect(file, writerConfig(), "PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
      writer.setAutoCommit(false);
      Schema.migrate(writer);
      var database = new SqliteDatabase(file, writer);
      for (int i = 0; i < READERS; i++) {
        database.readers.add(
            connect(file, readerConfig(), "PRAGMA wal_autocheckpoint=0", "PRAGMA query_only=1"));
      }
      return database;
    } catch (SQLException e) {
      throw new IOException("cannot open the database " + file + ": " + e.getMessage(), e);
    }
  }

  Connection writer() {
    return writer;
  }

  /** A question to the database on a borrowed connection. */
  interface Query<T> {
    T ask(Connection connection) throws SQLException;
  }

  <T> T read(Query<T> query) {
    var connection = takeReader();
    try {
      return query.ask(connection);
    } catch (SQLException e) {
      throw new StoreException("cannot read " + file + ": " + e.getMessage(), e);
    } finally {
      readers.add(connection);
    }
  }

  /** An interrupt is for whoever reads, not for the pool: it is kept for later. */
  private Connection takeReader() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return readers.take();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Connection connect(Path file, SQLiteConfig config, String... pragmas)
      throws SQLException {
    var connection = config.createConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      for (var pragma : pragmas) {
        statement.execute(pragma);
      }
    }
    return connection;
  }

  private static SQLiteConfig writerConfig() {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // FULL: a commit is on the disk before anyone hears of it, also when power fails
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setBusyTimeout(5_000);
    config.setCacheSize(-WRITER_CACHE_KIB);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
    return config;
  }

  private static SQLiteConfig readerConfig() {
    var config = new SQLiteConfig();
    config.setBusyTimeout(5_000);
    config.setCacheSize(-READER_CACHE_KIB);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return config;
  }

  /** Secrets of webhooks stand in it; what SQLite writes beside it takes over its permissions. */
  private static void keepPrivate(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Override
  public void close() {
    try {
      for (var reader : readers) {
        reader.close();
      }
      writer.close();
    } catch (SQLException e) {
      throw new StoreException("cannot close " + file + ": " + e.getMessage(), e);
    }
  }
}

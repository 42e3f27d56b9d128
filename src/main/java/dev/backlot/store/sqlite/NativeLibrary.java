package dev.backlot.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native part of the driver, unpacked once for each version. The driver by itself unpacks and
 * compares it at every start, which takes a tenth of a second. Where it does not load (the folder
 * has moved to another kind of machine), the driver goes on in its own way.
 */
final class NativeLibrary {
  private static final String NAME = "sqlite.library";
  private static boolean prepared;

  private NativeLibrary() {}

  /** Tells the driver where it lies; a process loads it once, so only the first call counts. */
  static synchronized void prepare(Path folder) throws IOException {
    if (prepared) {
      return;
    }
    // not "sqlite-": what is called so here, the driver removes
    var home =
        folder.resolve(
            "driver-" + SQLiteJDBCLoader.getVersion() + "-" + System.getProperty("os.arch"));
    Files.createDirectories(home);
    removeOthers(folder, home);
    if (!Files.exists(home.resolve(NAME))) {
      unpack(home);
    }
    System.setProperty("org.sqlite.lib.path", home.toString());
    System.setProperty("org.sqlite.lib.name", NAME);
    System.setProperty("org.sqlite.tmpdir", folder.toString());
    prepared = true;
  }

  private static void removeOthers(Path folder, Path home) throws IOException {
    try (var left = Files.walk(folder)) {
      for (var path : left.filter(path -> !path.startsWith(home)).toList().reversed()) {
        if (!home.startsWith(path)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /** Under its name only when it is whole on the disk. */
  private static void unpack(Path home) throws IOException {
    var resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (var in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        // the driver says which machines it knows
        return;
      }
      var part = home.resolve(NAME + ".part");
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      try (var file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(part, home.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}

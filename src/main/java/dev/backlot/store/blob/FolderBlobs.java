package dev.backlot.store.blob;

import dev.backlot.model.AssetId;
import dev.backlot.store.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Blobs as files: {@code ab/cd/abcd…}. A file is written aside, synced, then renamed, so a name in
 * the store always has all of its bytes.
 */
public final class FolderBlobs implements Blobs {
  private static final int BUFFER = 64 * 1024;

  private static final int LOCKS = 64;

  private final Path root;
  private final Path scratchRoot;
  private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

  /** Opens the store and sweeps what a crash left in its scratch folder. */
  public FolderBlobs(Path root) throws IOException {
    this.root = root;
    this.scratchRoot = root.resolve("scratch");
    deleteTree(scratchRoot);
    Files.createDirectories(scratchRoot);
  }

  @Override
  public Stored put(InputStream content, long bytesMax) throws IOException {
    var part = Files.createTempFile(scratchRoot, "put", ".part");
    try {
      var stored = write(content, part, bytesMax);
      keep(part, stored.id());
      return stored;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public Stored adopt(Path file) throws IOException {
    var digest = sha256();
    long bytes = 0;
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    }
    var id = new AssetId(HexFormat.of().formatHex(digest.digest()));
    sync(file);
    keep(file, id);
    return new Stored(id, bytes);
  }

  @Override
  public Optional<Path> file(AssetId id) {
    var path = path(id);
    return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
  }

  @Override
  public boolean delete(AssetId id, Instant untouchedSince) throws IOException {
    synchronized (lock(id)) {
      var path = path(id);
      if (!Files.exists(path)) {
        return true;
      }
      if (Files.getLastModifiedTime(path).toInstant().isAfter(untouchedSince)) {
        return false;
      }
      Files.delete(path);
      return true;
    }
  }

  /** Putting and deleting the same bytes take turns. */
  private Object lock(AssetId id) {
    return locks[Math.floorMod(id.hashCode(), locks.length)];
  }

  @Override
  public Path scratch() throws IOException {
    return Files.createTempDirectory(scratchRoot, "step");
  }

  @Override
  public void release(Path scratch) throws IOException {
    deleteTree(scratch);
  }

  private static void deleteTree(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException _) {
      // nothing to delete
    }
  }

  private static Stored write(InputStream content, Path part, long bytesMax) throws IOException {
    var digest = sha256();
    long bytes = 0;
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      var buffer = new byte[BUFFER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        bytes += read;
        if (bytes > bytesMax) {
          throw new TooLargeException(bytesMax);
        }
        digest.update(buffer, 0, read);
        var wrapped = java.nio.ByteBuffer.wrap(buffer, 0, read);
        while (wrapped.hasRemaining()) {
          channel.write(wrapped);
        }
      }
      channel.force(false);
    }
    return new Stored(new AssetId(HexFormat.of().formatHex(digest.digest())), bytes);
  }

  private void keep(Path file, AssetId id) throws IOException {
    synchronized (lock(id)) {
      keepAlone(file, id);
    }
  }

  private void keepAlone(Path file, AssetId id) throws IOException {
    var path = path(id);
    if (Files.exists(path)) {
      // whoever wants to delete it sees that somebody has just put it
      Files.setLastModifiedTime(path, Files.getLastModifiedTime(file));
      return;
    }
    var folder = folder(id);
    boolean isNew = !Files.isDirectory(folder);
    Files.createDirectories(folder);
    Files.move(file, path, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
    if (isNew) {
      sync(folder.resolveSibling("."));
      sync(root);
    }
  }

  private static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path path(AssetId id) {
    return folder(id).resolve(id.sha256());
  }

  private Path folder(AssetId id) {
    return root.resolve(id.sha256().substring(0, 2)).resolve(id.sha256().substring(2, 4));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

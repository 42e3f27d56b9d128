package dev.backlot.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything durable, owned by one process at a time. */
public final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Creates the folder where needed and takes it for this process.
   *
   * @throws IOException with words for people when it cannot be written or another process has it
   */
  public static DataFolder open(Path root) throws IOException {
    var absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
    } catch (IOException e) {
      throw new IOException("cannot create the data folder " + absolute + ": " + reason(e), e);
    }
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              absolute.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("cannot write to the data folder " + absolute + ": " + reason(e), e);
    }
    var lock = tryLock(channel);
    if (lock == null) {
      var holder = read(channel);
      channel.close();
      throw new IOException(
          "the data folder %s is in use by another Backlot process%s; stop it, or choose another folder with --data"
              .formatted(absolute, holder));
    }
    write(channel, Long.toString(ProcessHandle.current().pid()));
    return new DataFolder(absolute, channel, lock);
  }

  public Path root() {
    return root;
  }

  public Path database() {
    return root.resolve("backlot.db");
  }

  public Path blobs() {
    return root.resolve("assets");
  }

  public Path natives() {
    return root.resolve("native");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }

  private static String read(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(32);
    channel.read(buffer, 0);
    var pid = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}

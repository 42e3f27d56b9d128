package dev.backlot.app;

import dev.backlot.http.Refusal;
import dev.backlot.model.AssetId;
import dev.backlot.surface.backlot.Previews;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small pictures, made once and kept: 2 GiB of them, some 250,000. */
final class KeptPreviews implements Previews, AutoCloseable {
  /** Native calls keep their thread: half the cores are left to the steps. */
  static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private static final long BYTES_MAX = 2L << 30;
  private static final int WAITING_MAX = 1_000;
  private static final int PLACE_DIGITS = 3;
  private static final int PATIENCE_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(KeptPreviews.class);

  private final Supplier<Thumbnails> thumbnails;
  private final KeptFiles kept;
  private final ThreadPoolExecutor makers;

  KeptPreviews(Supplier<Thumbnails> thumbnails, Path folder) throws IOException {
    this.thumbnails = thumbnails;
    this.kept = new KeptFiles(folder, BYTES_MAX, InstantSource.system());
    this.makers =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name("preview-", 0).factory());
  }

  @Override
  public Optional<Preview> of(AssetId asset, Path file, int side) throws IOException {
    int size = size(side);
    var name = name(asset, size);
    var found = kept.find(name);
    return (found.isPresent() ? found : make(file, size, name)).map(this::preview);
  }

  /** Folders of some dozens each. */
  private static String name(AssetId asset, int size) {
    return asset.sha256().substring(0, PLACE_DIGITS) + "-" + size + "/" + asset.sha256();
  }

  /** The next of the four sizes: no two clients need sizes that nearly agree. */
  private static int size(int side) {
    int size = SIDE_MAX / 8;
    while (size < side) {
      size *= 2;
    }
    return size;
  }

  private Preview preview(byte[] bytes) {
    return new Preview(thumbnails.get().mediaType(), bytes);
  }

  private Optional<byte[]> make(Path file, int size, String name) throws IOException {
    Future<Optional<byte[]>> making;
    try {
      making = makers.submit(() -> makeAndKeep(file, size, name));
    } catch (RejectedExecutionException _) {
      throw Refusal.of(503, "too many previews are being made; try again")
          .with("Retry-After", "2")
          .exception();
    }
    try {
      return making.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (CancellationException _) {
      throw Refusal.of(503, "the server stops; try again").exception();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private Optional<byte[]> makeAndKeep(Path file, int size, String name) throws IOException {
    var made = thumbnails.get().bytes(file, size);
    if (made.isPresent()) {
      keep(name, made.get());
    }
    return made;
  }

  /** On a full disk a picture is seen all the same, and made anew the next time. */
  private void keep(String name, byte[] preview) {
    try {
      kept.keep(name, preview);
    } catch (IOException e) {
      LOG.warn("a preview cannot be kept: {}", e.toString());
    }
  }

  /**
   * Begins nothing more, and lets what is being made come to its end: for 10 seconds at most, after
   * which a decoder hangs and writes nothing either.
   */
  @Override
  public void close() {
    makers.shutdown();
    var waiting = new ArrayList<Runnable>();
    makers.getQueue().drainTo(waiting);
    waiting.forEach(one -> ((Future<?>) one).cancel(false));
    try {
      if (!makers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a preview is still being made after {} seconds", PATIENCE_SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.backlot.store;

import dev.backlot.model.AssetId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Content-addressed bytes. Streamed, never held in memory; thread-safe. */
public interface Blobs {
  /** Bytes that are durable under their name. */
  record Stored(AssetId id, long bytes) {}

  /**
   * Copies a stream into the store, durable on return.
   *
   * @param bytesMax more is refused with {@link TooLargeException} and nothing is kept
   */
  Stored put(InputStream content, long bytesMax) throws IOException;

  /** Moves a finished file of a {@link #scratch()} folder into the store, durable on return. */
  Stored adopt(Path file) throws IOException;

  /** A read-only local file with the bytes; empty when they are not here. */
  Optional<Path> file(AssetId id);

  /**
   * Deletes bytes that nobody has any more, unless somebody put the same ones again since then.
   *
   * @return false when they stay for that reason
   */
  boolean delete(AssetId id, Instant untouchedSince) throws IOException;

  /**
   * A new empty folder on the same disk, for files to be {@linkplain #adopt adopted}; the caller
   * gives it back.
   */
  Path scratch() throws IOException;

  /** Deletes a {@link #scratch()} folder with all it still holds. */
  void release(Path scratch) throws IOException;

  /** A stream was longer than allowed. */
  final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(long bytesMax) {
      super("expected at most " + bytesMax + " bytes, but there are more");
    }
  }
}

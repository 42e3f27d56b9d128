package dev.backlot.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A body of lines kept on disk, so that it can be gone through again and again in little memory.
 */
public final class Spool implements AutoCloseable {
  /** The longest line in bytes. */
  public static final int LINE_BYTES_MAX = 1 << 20;

  private final Path file;
  private final List<InputStream> open = new ArrayList<>();

  private Spool(Path file) {
    this.file = file;
  }

  /** Copies a body into a new file of this folder; {@link #close} deletes it. */
  public static Spool of(InputStream body, Path folder) throws IOException {
    var file = Files.createTempFile(folder, "spool", ".part");
    var spool = new Spool(file);
    try (var out = Files.newOutputStream(file)) {
      body.transferTo(out);
      return spool;
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  /** The lines that are not blank, with their numbers, from the first on at each call. */
  public Iterator<Lines.Line> lines() {
    try {
      var stream = Files.newInputStream(file);
      open.add(stream);
      return new Lines(stream, LINE_BYTES_MAX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (var stream : open) {
      stream.close();
    }
    Files.deleteIfExists(file);
  }
}

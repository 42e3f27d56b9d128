package dev.backlot.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Cuts a stream into lines of bounded length, without those that are blank. For one thread. */
public final class Lines implements Iterator<Lines.Line> {
  private static final int BUFFER = 1 << 16;

  private final InputStream stream;
  private final int bytesMax;
  private int number;
  private Optional<Line> next;

  /**
   * One line as its bytes.
   *
   * @param number counted from 1, blank lines too
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Line(int number, byte[] bytes) {}

  Lines(InputStream stream, int bytesMax) {
    this.stream = new BufferedInputStream(stream, BUFFER);
    this.bytesMax = bytesMax;
    this.next = advance();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public Line next() {
    var line = next.orElseThrow(NoSuchElementException::new);
    next = advance();
    return line;
  }

  private Optional<Line> advance() {
    try {
      var line = read();
      while (line.isPresent() && isBlank(line.get().bytes())) {
        line = read();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Line> read() throws IOException {
    int one = stream.read();
    if (one < 0) {
      return Optional.empty();
    }
    number++;
    var bytes = new ByteArrayOutputStream(256);
    for (; one >= 0 && one != '\n'; one = stream.read()) {
      if (bytes.size() == bytesMax) {
        throw tooLong();
      }
      bytes.write(one);
    }
    return Optional.of(new Line(number, bytes.toByteArray()));
  }

  private RefusalException tooLong() {
    return Refusal.of(
            413, "line " + number + ": expected at most " + bytesMax + " bytes, but there are more")
        .exception();
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte one : bytes) {
      if (one != ' ' && one != '\t' && one != '\r') {
        return false;
      }
    }
    return true;
  }
}

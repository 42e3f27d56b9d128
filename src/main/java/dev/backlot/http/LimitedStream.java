package dev.backlot.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that is refused with 413 at the first byte too many. */
public final class LimitedStream extends FilterInputStream {
  private final long bytesMax;
  private long bytes;

  public LimitedStream(InputStream stream, long bytesMax) {
    super(stream);
    this.bytesMax = bytesMax;
  }

  @Override
  public int read() throws IOException {
    int one = in.read();
    if (one >= 0) {
      count(1);
    }
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int more) {
    bytes += more;
    if (bytes > bytesMax) {
      throw tooLarge(bytesMax);
    }
  }

  static RefusalException tooLarge(long bytesMax) {
    return Refusal.of(413, "expected at most " + bytesMax + " bytes, but there are more")
        .exception();
  }
}

package dev.backlot.runtime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a source that cannot be read from a store that cannot be written. */
final class SourceStream extends FilterInputStream {
  /** Reading the source failed. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  SourceStream(InputStream source) {
    super(source);
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw new BrokenException(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw new BrokenException(e);
    }
  }
}

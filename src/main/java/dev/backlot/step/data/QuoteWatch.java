package dev.backlot.step.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Hands the text of a CSV file on and refuses one whose last quote is never closed: all rows after
 * it would be read as one field.
 */
final class QuoteWatch extends FilterReader {
  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,
    /** After a quote within quotes: the end, or the first of two that stand for one. */
    QUOTE
  }

  private final char separator;
  private State state = State.FIELD_START;
  private long line = 1;
  private long opened;

  QuoteWatch(Reader in, char separator) {
    super(in);
    this.separator = separator;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      see((char) next);
    } else {
      checkClosed();
    }
    return next;
  }

  @Override
  public int read(char[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    for (int i = from; i < from + read; i++) {
      see(into[i]);
    }
    if (read < 0) {
      checkClosed();
    }
    return read;
  }

  private void see(char next) {
    line += next == '\n' ? 1 : 0;
    state =
        switch (state) {
          case FIELD_START -> next == '"' ? open() : outside(next);
          case PLAIN -> outside(next);
          case QUOTED -> next == '"' ? State.QUOTE : State.QUOTED;
          case QUOTE -> next == '"' ? State.QUOTED : outside(next);
        };
  }

  private State open() {
    opened = line;
    return State.QUOTED;
  }

  private State outside(char next) {
    return next == separator || next == '\n' || next == '\r' ? State.FIELD_START : State.PLAIN;
  }

  private void checkClosed() throws IOException {
    if (state == State.QUOTED) {
      throw new IOException("line " + opened + ": a quote opens there and is never closed");
    }
  }
}

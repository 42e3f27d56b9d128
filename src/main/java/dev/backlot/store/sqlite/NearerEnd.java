package dev.backlot.store.sqlite;

import java.sql.SQLException;
import java.util.List;

/**
 * A page of a list of known length, from the end that is nearer: what a page skips has to be gone
 * through.
 *
 * @param reversed whether to read in the other order
 */
record NearerEnd(boolean reversed, long skipped, long limit) {
  /** A list whose length nobody knows. */
  static final long UNKNOWN = Long.MAX_VALUE;

  static NearerEnd of(long length, long skipped, long limit) {
    long behind = length - skipped - limit;
    if (skipped <= Math.max(0, behind)) {
      return new NearerEnd(false, skipped, limit);
    }
    long shown = Math.clamp(length - skipped, 0, limit);
    return new NearerEnd(true, Math.max(0, behind), shown);
  }

  /** Reads rows in the given order. */
  interface Reading<T> {
    List<T> read(boolean oldestFirst, long skipped, long limit) throws SQLException;
  }

  <T> List<T> read(boolean oldestFirst, Reading<T> reading) throws SQLException {
    return reversed
        ? reading.read(!oldestFirst, skipped, limit).reversed()
        : reading.read(oldestFirst, skipped, limit);
  }
}

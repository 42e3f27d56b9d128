package dev.backlot.media;

import java.io.IOException;

/** Asked between the parts of long work. */
@FunctionalInterface
public interface GoingOn {
  /**
   * Returns when the work is still wanted.
   *
   * @throws IOException when nobody waits for it any more
   */
  void check() throws IOException;

  /** Told after each part: so many of so many are done. */
  default void done(int parts, int all) {}
}

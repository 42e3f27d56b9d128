package dev.backlot.media;

import java.io.IOException;

/** Asked between the parts of long work, on any thread. */
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

  /**
   * The same for work that is not yet the whole.
   *
   * @param more parts that somebody else does afterwards, and tells of
   */
  default GoingOn followedBy(int more) {
    var whole = this;
    return new GoingOn() {
      @Override
      public void check() throws IOException {
        whole.check();
      }

      @Override
      public void done(int parts, int all) {
        whole.done(parts, all + more);
      }
    };
  }
}

package dev.backlot.runtime;

import dev.backlot.model.Asset;
import dev.backlot.model.Look;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at pictures, so that they are found by what they show. Used by one thread. */
public interface Eye {
  /** Whether a look would hold up nobody just now. */
  boolean isIdle();

  /**
   * What a picture looks like.
   *
   * @param file its bytes
   * @return empty when they cannot be read
   */
  Optional<Look> look(Asset asset, Path file) throws InterruptedException;
}

package dev.backlot.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** Reads what can be known of a file from its content; answers for any file. */
@FunctionalInterface
public interface Inspector {
  /** What the content says; width and height are 0 where they have no meaning. */
  record Facts(String mediaType, int width, int height) {}

  Facts inspect(Path file) throws IOException;
}

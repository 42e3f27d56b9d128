package dev.backlot.runtime;

import dev.backlot.model.PortType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what can be known of a file from its content; answers for any file. */
public interface Inspector {
  /** What the content says; width and height are 0 where they have no meaning. */
  record Facts(String mediaType, int width, int height) {}

  Facts inspect(Path file) throws IOException;

  /**
   * Why a file cannot be what an input expects, in words; empty when it can, from all its header
   * says.
   */
  default Optional<String> refuse(Path file, PortType expected) throws IOException {
    return Optional.empty();
  }
}

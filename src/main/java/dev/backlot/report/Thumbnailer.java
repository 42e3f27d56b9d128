package dev.backlot.report;

import java.nio.file.Path;
import java.util.Optional;

/** Makes small previews of pictures. */
@FunctionalInterface
public interface Thumbnailer {
  /** A preview with its media type, ready to be embedded. */
  record Thumbnail(String mediaType, String base64) {}

  /**
   * A preview that fits a square.
   *
   * @param side of the square in pixels
   * @return empty when the file is no picture that can be read
   */
  Optional<Thumbnail> thumbnail(Path file, int side);
}

package dev.backlot.surface.backlot;

import dev.backlot.model.AssetId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Small pictures of assets. Thread-safe. */
@FunctionalInterface
public interface Previews {
  /** The longer side of a small picture, in pixels. */
  int SIDE_MAX = 1024;

  int SIDE_MIN = 16;
  int SIDE_USUAL = 256;

  /** A small picture. */
  // never compared
  @SuppressWarnings("ArrayRecordComponent")
  record Preview(String mediaType, byte[] bytes) {}

  /**
   * A small picture of the asset.
   *
   * @param file its bytes
   * @param side of the square that it fits into, in pixels
   * @return empty when the file is no picture that can be read
   */
  Optional<Preview> of(AssetId asset, Path file, int side) throws IOException;
}

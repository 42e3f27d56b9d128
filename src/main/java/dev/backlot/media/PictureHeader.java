package dev.backlot.media;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads the header of a picture whose type is known; damage gives facts without a size. A file may
 * come from anybody: no more of it is held than its header takes, whatever it says of itself.
 */
final class PictureHeader {
  private PictureHeader() {}

  static MediaFacts read(Path file, String mediaType) throws IOException {
    return switch (mediaType) {
      case "image/jpeg" -> JpegHeader.read(file);
      case "image/png" -> PngHeader.read(file);
      case "image/gif" -> GifHeader.read(file);
      case "image/webp" -> WebpHeader.read(file);
      default -> HeifHeader.read(file, mediaType);
    };
  }
}

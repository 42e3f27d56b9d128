package dev.backlot.media;

import java.util.Optional;

/**
 * What a file's first bytes and headers say, without decoding a pixel.
 *
 * @param mediaType as sniffed from the content; {@code application/octet-stream} when unknown
 * @param width in pixels as displayed (orientation applied), 0 when it has none or none could be
 *     read
 * @param height in pixels as displayed, 0 when it has none or none could be read
 * @param animated whether it holds more than one frame
 * @param bands colour channels and alpha together, 0 when unknown
 * @param bitDepth bits per channel, 0 when unknown
 * @param alpha whether it has a transparency channel
 * @param orientation the EXIF orientation 1 to 8 still to be applied to the stored pixels
 * @param profile the name of the embedded ICC profile
 */
public record MediaFacts(
    String mediaType,
    int width,
    int height,
    boolean animated,
    int bands,
    int bitDepth,
    boolean alpha,
    int orientation,
    Optional<String> profile) {

  /** A file of which only the type is known. */
  public static MediaFacts ofType(String mediaType) {
    return new MediaFacts(mediaType, 0, 0, false, 0, 0, false, 1, Optional.empty());
  }

  public boolean hasSize() {
    return width > 0 && height > 0;
  }
}

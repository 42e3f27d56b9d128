package dev.backlot.media;

import java.util.Locale;
import java.util.Optional;

/** The formats pictures are written in. */
public enum PictureFormat {
  JPEG("jpg", false, 85),
  PNG("png", true, 100),
  WEBP("webp", true, 82),
  AVIF("avif", true, 55);

  private final String extension;
  private final boolean alpha;
  private final int usualQuality;

  PictureFormat(String extension, boolean alpha, int usualQuality) {
    this.extension = extension;
    this.alpha = alpha;
    this.usualQuality = usualQuality;
  }

  /** As in file names, without a dot. */
  public String extension() {
    return extension;
  }

  public boolean keepsAlpha() {
    return alpha;
  }

  /** The quality 1 to 100 that looks clean for a product photo at a reasonable size. */
  public int usualQuality() {
    return usualQuality;
  }

  public String mediaType() {
    return "image/" + word();
  }

  /** The word a workflow file uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<PictureFormat> parse(String word) {
    for (var format : values()) {
      if (format.word().equals(word)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  public static Optional<PictureFormat> ofMediaType(String mediaType) {
    return mediaType.startsWith("image/")
        ? parse(mediaType.substring("image/".length()))
        : Optional.empty();
  }
}

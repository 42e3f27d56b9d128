package dev.backlot.media;

/**
 * How a picture is written: always 8-bit sRGB without metadata.
 *
 * @param quality 1 (small) to 100 (best); PNG, which loses nothing, ignores it
 * @param fast whether a quick encode matters more than a small file
 */
public record Encoding(PictureFormat format, int quality, boolean fast) {
  public Encoding {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("expected a quality of 1 to 100, but " + quality);
    }
  }

  public static Encoding of(PictureFormat format) {
    return new Encoding(format, format.usualQuality(), false);
  }

  public static Encoding of(PictureFormat format, int quality) {
    return new Encoding(format, quality, false);
  }

  /** A PNG that another step will read: nothing lost, little time spent. */
  public static Encoding intermediate() {
    return new Encoding(PictureFormat.PNG, 100, true);
  }
}

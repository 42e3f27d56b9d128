package dev.backlot.media;

/**
 * How a picture is written: always with 8 bits a channel, in sRGB unless its profile is kept.
 *
 * @param quality 1 (small) to 100 (best); what loses nothing ignores it
 * @param fast whether a quick encode matters more than a small file
 * @param lossless whether WebP and AVIF lose nothing, as PNG never does
 * @param progressive whether a JPEG or PNG shows roughly before it has come whole
 * @param metadata whether EXIF, IPTC and XMP of the file it was opened from are kept
 * @param profile whether the colour profile of that file is kept and written
 */
public record Encoding(
    PictureFormat format,
    int quality,
    boolean fast,
    boolean lossless,
    boolean progressive,
    boolean metadata,
    boolean profile) {
  public Encoding {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("expected a quality of 1 to 100, but " + quality);
    }
  }

  public static Encoding of(PictureFormat format) {
    return of(format, format.usualQuality());
  }

  public static Encoding of(PictureFormat format, int quality) {
    return new Encoding(format, quality, false, false, false, false, false);
  }

  /** A PNG that another step will read: nothing lost, little time spent. */
  public static Encoding intermediate() {
    return new Encoding(PictureFormat.PNG, 100, true, false, false, false, false);
  }

  public Encoding withQuality(int other) {
    return new Encoding(format, other, fast, lossless, progressive, metadata, profile);
  }

  /** Whether a lower quality makes the file smaller. */
  public boolean isLossy() {
    return format != PictureFormat.PNG && !lossless;
  }
}

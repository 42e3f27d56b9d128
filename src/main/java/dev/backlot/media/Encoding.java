package dev.backlot.media;

import java.util.Optional;

/**
 * How a picture is written: always with 8 bits a channel, in sRGB unless its profile is kept.
 *
 * @param quality 1 (small) to 100 (best); what loses nothing ignores it
 * @param fast whether a quick encode matters more than a small file
 * @param lossless whether WebP and AVIF lose nothing, as PNG never does
 * @param progressive whether a JPEG or PNG shows roughly before it has come whole
 * @param metadata whether EXIF, IPTC and XMP of the file it was opened from are kept
 * @param profile whether the colour profile of that file is kept and written
 * @param xmp the packet that an AVIF is written with; other formats are marked once they are
 *     written
 */
public record Encoding(
    PictureFormat format,
    int quality,
    boolean fast,
    boolean lossless,
    boolean progressive,
    boolean metadata,
    boolean profile,
    Optional<String> xmp) {
  public Encoding {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("expected a quality of 1 to 100, but " + quality);
    }
  }

  public static Encoding of(PictureFormat format) {
    return of(format, format.usualQuality());
  }

  public static Encoding of(PictureFormat format, int quality) {
    return new Encoding(format, quality, false, false, false, false, false, Optional.empty());
  }

  /** A PNG that another step will read: nothing lost, little time spent. */
  public static Encoding intermediate() {
    return new Encoding(PictureFormat.PNG, 100, true, false, false, false, false, Optional.empty());
  }

  public Encoding withQuality(int other) {
    return new Encoding(format, other, fast, lossless, progressive, metadata, profile, xmp);
  }

  public Encoding withXmp(Optional<String> packet) {
    return new Encoding(format, quality, fast, lossless, progressive, metadata, profile, packet);
  }

  /** Whether a lower quality makes the file smaller. */
  public boolean isLossy() {
    return format != PictureFormat.PNG && !lossless;
  }
}

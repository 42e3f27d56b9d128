package dev.backlot.media.vips;

import dev.backlot.media.Animation;
import dev.backlot.media.Encoding;
import dev.backlot.media.PictureFormat;

/** An encoding as the save operation that does it. */
final class VipsEncoding {
  /** Twice as quick as libvips' own default, for files a few per cent larger. */
  private static final int AVIF_EFFORT = 2;

  /** EXIF, XMP and IPTC. */
  private static final int KEEP_METADATA = 7;

  private static final int KEEP_XMP = 2;
  private static final int KEEP_ICC = 8;

  private VipsEncoding() {}

  static VipsOperation into(VipsStudio studio, Encoding encoding) {
    var saver = saver(studio, encoding);
    if (encoding.format() == PictureFormat.JPEG || encoding.format() == PictureFormat.PNG) {
      saver.with("interlace", encoding.progressive());
    }
    return kept(saver, studio.canChooseWhatIsKept(), encoding);
  }

  static VipsOperation into(VipsStudio studio, Animation animation) {
    return switch (animation.format()) {
      case GIF -> studio.operation("gifsave").with("effort", 7);
      case WEBP -> studio.operation("webpsave").with("Q", animation.quality());
    };
  }

  /** Before 8.15 libvips keeps all or nothing. */
  private static VipsOperation kept(VipsOperation saver, boolean choice, Encoding encoding) {
    int flags =
        (encoding.metadata() ? KEEP_METADATA : 0)
            | (encoding.profile() ? KEEP_ICC : 0)
            | (encoding.xmp().isPresent() ? KEEP_XMP : 0);
    return choice ? saver.with("keep", flags) : saver.with("strip", flags == 0);
  }

  private static VipsOperation saver(VipsStudio studio, Encoding encoding) {
    int quality = encoding.quality();
    return switch (encoding.format()) {
      case JPEG ->
          studio
              .operation("jpegsave")
              .with("Q", quality)
              .with("optimize_coding", "true")
              .with("background", "255 255 255");
      case PNG -> studio.operation("pngsave").with("compression", encoding.fast() ? 1 : 6);
      case WEBP ->
          studio.operation("webpsave").with("Q", quality).with("lossless", encoding.lossless());
      case AVIF ->
          studio
              .operation("heifsave")
              .with("Q", quality)
              .with("compression", "av1")
              .with("effort", AVIF_EFFORT)
              .with("lossless", encoding.lossless())
              .with("bitdepth", 8);
    };
  }
}

package dev.backlot.media.vips;

import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Pixels;
import dev.backlot.media.Tones;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Changes of colour and sharpness that take several operations each. */
final class VipsFilters {
  private VipsFilters() {}

  static MemorySegment blurred(
      VipsStudio studio, MemorySegment image, double sigma, boolean alpha) {
    if (!alpha) {
      return gaussian(studio, image, sigma);
    }
    // Weighed by alpha, or the colours of what cannot be seen would bleed into the rest.
    var weighed = studio.result(studio.operation("premultiply").with("in", image));
    var soft = gaussian(studio, weighed, sigma);
    return bytes(studio, studio.result(studio.operation("unpremultiply").with("in", soft)));
  }

  private static MemorySegment gaussian(VipsStudio studio, MemorySegment image, double sigma) {
    return studio.result(studio.operation("gaussblur").with("in", image).with("sigma", sigma));
  }

  static MemorySegment sharpened(
      VipsStudio studio, MemorySegment image, double sigma, double amount, boolean alpha) {
    var colours = alpha ? bands(studio, image, 0, 3) : image;
    var more = scaled(studio, colours, 1 + amount);
    var less = scaled(studio, gaussian(studio, colours, sigma), amount);
    var sharp =
        bytes(
            studio,
            studio.result(studio.operation("subtract").with("left", more).with("right", less)));
    return alpha ? joined(studio, sharp, bands(studio, image, 3, 1)) : sharp;
  }

  private static MemorySegment scaled(VipsStudio studio, MemorySegment image, double factor) {
    return studio.result(
        studio.operation("linear").with("in", image).with("a", factor).with("b", 0));
  }

  static MemorySegment toned(VipsStudio studio, MemorySegment image, Tones tones, boolean alpha) {
    int bands = alpha ? 4 : 3;
    var table = new byte[256 * bands];
    for (int level = 0; level < 256; level++) {
      table[level * bands] = tones.red()[level];
      table[level * bands + 1] = tones.green()[level];
      table[level * bands + 2] = tones.blue()[level];
      if (alpha) {
        table[level * bands + 3] = (byte) level;
      }
    }
    var lut = studio.image(new Pixels(256, 1, bands, table));
    return studio.result(studio.operation("maplut").with("in", image).with("lut", lut));
  }

  static MemorySegment recoloured(
      VipsStudio studio, MemorySegment image, ColourMatrix matrix, boolean alpha) {
    int side = alpha ? 4 : 3;
    var factors = new double[side * side];
    for (int row = 0; row < 3; row++) {
      System.arraycopy(matrix.factors(), row * 3, factors, row * side, 3);
    }
    if (alpha) {
      factors[15] = 1;
    }
    var mixed =
        studio.operation("recomb").with("in", image).with("m", studio.matrix(factors, side));
    return bytes(studio, studio.result(mixed));
  }

  private static MemorySegment bands(VipsStudio studio, MemorySegment image, int first, int count) {
    return studio.result(
        studio.operation("extract_band").with("in", image).with("band", first).with("n", count));
  }

  private static MemorySegment joined(
      VipsStudio studio, MemorySegment colours, MemorySegment alpha) {
    return studio.result(studio.operation("bandjoin").with("in", List.of(colours, alpha)));
  }

  /** Rounded, and cut off at black and white. */
  private static MemorySegment bytes(VipsStudio studio, MemorySegment image) {
    var whole = studio.operation("round").with("in", image).with("round", "rint");
    return studio.result(
        studio.operation("cast").with("in", studio.result(whole)).with("format", "uchar"));
  }
}

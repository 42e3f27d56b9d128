package dev.backlot.media.jvm;

import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Tones;
import java.awt.image.BufferedImage;
import java.util.function.IntUnaryOperator;

/** Changes that look at one pixel at a time. */
final class Recolouring {
  private Recolouring() {}

  static BufferedImage toned(BufferedImage image, Tones tones) {
    return each(
        image,
        argb ->
            (argb & 0xff000000)
                | (tones.red()[argb >> 16 & 0xff] & 0xff) << 16
                | (tones.green()[argb >> 8 & 0xff] & 0xff) << 8
                | (tones.blue()[argb & 0xff] & 0xff));
  }

  static BufferedImage mixed(BufferedImage image, ColourMatrix matrix) {
    var m = matrix.factors();
    return each(
        image,
        argb -> {
          int red = argb >> 16 & 0xff;
          int green = argb >> 8 & 0xff;
          int blue = argb & 0xff;
          return (argb & 0xff000000)
              | level(m[0] * red + m[1] * green + m[2] * blue) << 16
              | level(m[3] * red + m[4] * green + m[5] * blue) << 8
              | level(m[6] * red + m[7] * green + m[8] * blue);
        });
  }

  /** What a blur took away, added so many times. */
  static BufferedImage sharpened(BufferedImage image, BufferedImage blurred, double amount) {
    var sharp = Raster.like(image, image.getWidth(), image.getHeight());
    var from = Raster.packed(image);
    var soft = Raster.packed(blurred);
    var to = Raster.packed(sharp);
    for (int i = 0; i < to.length; i++) {
      int argb = from[i] & 0xff000000;
      for (int shift = 0; shift <= 16; shift += 8) {
        int level = from[i] >> shift & 0xff;
        argb |= level(level + amount * (level - (soft[i] >> shift & 0xff))) << shift;
      }
      to[i] = argb;
    }
    return sharp;
  }

  private static BufferedImage each(BufferedImage image, IntUnaryOperator change) {
    var changed = Raster.like(image, image.getWidth(), image.getHeight());
    var from = Raster.packed(image);
    var to = Raster.packed(changed);
    for (int i = 0; i < to.length; i++) {
      to[i] = change.applyAsInt(from[i]);
    }
    return changed;
  }

  private static int level(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }
}

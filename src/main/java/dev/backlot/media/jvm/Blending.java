package dev.backlot.media.jvm;

import dev.backlot.media.BlendMode;
import java.awt.image.BufferedImage;

/** Lays one image over another, mixing colours by a mode. */
final class Blending {
  private Blending() {}

  static BufferedImage of(
      BufferedImage ground, BufferedImage upper, int left, int top, BlendMode mode) {
    var out =
        Raster.place(Raster.like(ground, ground.getWidth(), ground.getHeight()), ground, 0, 0);
    var to = Raster.packed(out);
    var from = Raster.packed(upper);
    boolean opaqueGround = !ground.getColorModel().hasAlpha();
    int opaqueUpper = upper.getColorModel().hasAlpha() ? 0 : 0xff000000;
    for (int y = Math.max(0, -top); y < upper.getHeight() && y + top < out.getHeight(); y++) {
      for (int x = Math.max(0, -left); x < upper.getWidth() && x + left < out.getWidth(); x++) {
        int at = (y + top) * out.getWidth() + x + left;
        int below = opaqueGround ? to[at] | 0xff000000 : to[at];
        to[at] = mixed(below, from[y * upper.getWidth() + x] | opaqueUpper, mode);
      }
    }
    return out;
  }

  private static int mixed(int below, int above, BlendMode mode) {
    double under = (below >>> 24) / 255.0;
    double over = (above >>> 24) / 255.0;
    double alpha = over + under * (1 - over);
    int argb = (int) Math.round(alpha * 255) << 24;
    for (int shift = 0; shift <= 16 && alpha > 0; shift += 8) {
      double b = (below >> shift & 0xff) / 255.0;
      double a = (above >> shift & 0xff) / 255.0;
      double mixture = (1 - under) * a + under * mode.mix(b, a);
      double value = (over * mixture + (1 - over) * under * b) / alpha;
      argb |= Math.clamp(Math.round(value * 255), 0, 255) << shift;
    }
    return argb;
  }
}

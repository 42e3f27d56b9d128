package dev.backlot.media.jvm;

import dev.backlot.media.Shadow;
import java.awt.image.BufferedImage;

/** Blurs an alpha channel by three box filters, which together come close to a Gaussian. */
final class SoftShadow {
  private SoftShadow() {}

  static BufferedImage of(BufferedImage image, Shadow shadow) {
    int margin = shadow.margin();
    int width = image.getWidth() + 2 * margin;
    int height = image.getHeight() + 2 * margin;
    var alpha = spread(image, margin, width, height);
    int radius = (int) Math.round(shadow.blur());
    for (int pass = 0; pass < 3 && radius > 0; pass++) {
      alpha = transposedBlur(transposedBlur(alpha, width, height, radius), height, width, radius);
    }
    return dyed(alpha, width, height, shadow);
  }

  private static float[] spread(BufferedImage image, int margin, int width, int height) {
    var alpha = new float[width * height];
    var packed = Raster.packed(image);
    boolean opaque = !image.getColorModel().hasAlpha();
    for (int i = 0; i < packed.length; i++) {
      int x = i % image.getWidth() + margin;
      int y = i / image.getWidth() + margin;
      alpha[y * width + x] = opaque ? 255 : packed[i] >>> 24;
    }
    return alpha;
  }

  /** Blurs the rows and answers columns as rows, so that twice makes a square. */
  private static float[] transposedBlur(float[] in, int width, int height, int radius) {
    var out = new float[in.length];
    for (int y = 0; y < height; y++) {
      double sum = 0;
      for (int x = -radius; x < width; x++) {
        sum += x + radius < width ? in[y * width + x + radius] : 0;
        sum -= x - radius - 1 >= 0 ? in[y * width + x - radius - 1] : 0;
        if (x >= 0) {
          out[x * height + y] = (float) (sum / (2 * radius + 1));
        }
      }
    }
    return out;
  }

  private static BufferedImage dyed(float[] alpha, int width, int height, Shadow shadow) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    var packed = Raster.packed(image);
    int colour = Raster.argb(shadow.colour()) & 0xffffff;
    for (int i = 0; i < packed.length; i++) {
      packed[i] = ((int) Math.round(alpha[i] * shadow.opacity()) << 24) | colour;
    }
    return image;
  }
}

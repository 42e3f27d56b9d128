package dev.backlot.media.jvm;

import java.awt.image.BufferedImage;

/**
 * A Gaussian blur of colours weighed by alpha: by its kernel where it is small, by three box
 * filters, which come close, where that would take long.
 */
final class SoftBlur {
  private static final double KERNEL_SIGMA_MAX = 3;

  private final int width;
  private final int height;
  private final double sigma;

  private SoftBlur(int width, int height, double sigma) {
    this.width = width;
    this.height = height;
    this.sigma = sigma;
  }

  static BufferedImage of(BufferedImage image, double sigma) {
    return new SoftBlur(image.getWidth(), image.getHeight(), sigma).blurred(image);
  }

  private BufferedImage blurred(BufferedImage image) {
    var packed = Raster.packed(image);
    boolean opaque = !image.getColorModel().hasAlpha();
    var channels = new float[4][];
    for (int channel = 0; channel < 4; channel++) {
      channels[channel] =
          opaque && channel == 3 ? new float[0] : soft(plane(packed, channel, opaque));
    }
    var out = Raster.like(image, width, height);
    merge(channels, Raster.packed(out), opaque);
    return out;
  }

  /** Channel 0 to 2 is red to blue, weighed; 3 is alpha. */
  private static float[] plane(int[] packed, int channel, boolean opaque) {
    var plane = new float[packed.length];
    for (int i = 0; i < packed.length; i++) {
      int alpha = opaque ? 255 : packed[i] >>> 24;
      int level = packed[i] >> (16 - 8 * channel) & 0xff;
      plane[i] = channel == 3 ? alpha : level * alpha / 255f;
    }
    return plane;
  }

  private static void merge(float[][] channels, int[] packed, boolean opaque) {
    for (int i = 0; i < packed.length; i++) {
      float alpha = opaque ? 255 : channels[3][i];
      int argb = Math.clamp(Math.round(alpha), 0, 255) << 24;
      for (int channel = 0; channel < 3 && alpha > 0; channel++) {
        int level = Math.clamp(Math.round(channels[channel][i] * 255 / alpha), 0, 255);
        argb |= level << (16 - 8 * channel);
      }
      packed[i] = argb;
    }
  }

  private float[] soft(float[] plane) {
    if (sigma <= KERNEL_SIGMA_MAX) {
      return weighed(weighed(plane, width, height), height, width);
    }
    int radius = (int) Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2);
    var soft = plane;
    for (int pass = 0; pass < 3; pass++) {
      soft = boxed(boxed(soft, width, height, radius), height, width, radius);
    }
    return soft;
  }

  /** Filters rows and answers them as columns, so that twice makes a square. */
  private float[] weighed(float[] in, int wide, int high) {
    var kernel = kernel();
    int radius = kernel.length / 2;
    var out = new float[in.length];
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
          sum += kernel[k + radius] * in[y * wide + Math.clamp(x + k, 0, wide - 1)];
        }
        out[x * high + y] = (float) sum;
      }
    }
    return out;
  }

  private double[] kernel() {
    int radius = (int) Math.ceil(3 * sigma);
    var kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int k = -radius; k <= radius; k++) {
      kernel[k + radius] = Math.exp(-k * k / (2 * sigma * sigma));
      sum += kernel[k + radius];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
    return kernel;
  }

  private static float[] boxed(float[] in, int wide, int high, int radius) {
    var out = new float[in.length];
    for (int y = 0; y < high; y++) {
      int row = y * wide;
      double sum = 0;
      for (int x = -radius; x <= radius; x++) {
        sum += in[row + Math.clamp(x, 0, wide - 1)];
      }
      for (int x = 0; x < wide; x++) {
        out[x * high + y] = (float) (sum / (2 * radius + 1));
        sum += in[row + Math.min(wide - 1, x + radius + 1)] - in[row + Math.max(0, x - radius)];
      }
    }
    return out;
  }
}

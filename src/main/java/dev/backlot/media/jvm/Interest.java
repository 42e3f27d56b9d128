package dev.backlot.media.jvm;

import java.awt.image.BufferedImage;
import java.util.function.ToDoubleBiFunction;

/** Finds the part of an image that most is to be seen in, on a small copy. */
final class Interest {
  private static final int SIDE = 96;
  private static final int PLACES = 24;

  private Interest() {}

  /**
   * Where a window of this size is best placed along the side that has room.
   *
   * @return 0 (left or top) to 1 (right or bottom)
   */
  static double of(
      BufferedImage image, int width, int height, ToDoubleBiFunction<BufferedImage, int[]> worth) {
    double factor = Math.min(1, (double) SIDE / Math.max(image.getWidth(), image.getHeight()));
    var small = JvmScaler.by(image, factor);
    int wide = Math.min(small.getWidth(), Math.max(1, (int) Math.round(width * factor)));
    int high = Math.min(small.getHeight(), Math.max(1, (int) Math.round(height * factor)));
    double best = 0.5;
    double most = Double.NEGATIVE_INFINITY;
    for (int place = 0; place <= PLACES; place++) {
      // From the middle outwards, so that the middle wins where nothing differs.
      double share = 0.5 + (place % 2 == 0 ? 1 : -1) * ((place + 1) / 2) / (double) PLACES;
      int left = (int) Math.round((small.getWidth() - wide) * share);
      int top = (int) Math.round((small.getHeight() - high) * share);
      double found = worth.applyAsDouble(small, new int[] {left, top, wide, high});
      if (found > most * (1 + 1e-6) || most == Double.NEGATIVE_INFINITY) {
        most = found;
        best = share;
      }
    }
    return best;
  }

  /** Edges, strong colours and the colours of skin draw the eye. */
  static double attention(BufferedImage image, int[] box) {
    var packed = Raster.packed(image);
    int width = image.getWidth();
    double sum = 0;
    for (int y = Math.max(1, box[1]); y < box[1] + box[3]; y++) {
      for (int x = Math.max(1, box[0]); x < box[0] + box[2]; x++) {
        int argb = packed[y * width + x];
        double edge =
            Math.abs(light(argb) - light(packed[y * width + x - 1]))
                + Math.abs(light(argb) - light(packed[(y - 1) * width + x]));
        sum += edge + 0.3 * colourful(argb) + (isSkin(argb) ? 40 : 0);
      }
    }
    return sum;
  }

  /** How many bits it takes to say which brightness a pixel has. */
  static double entropy(BufferedImage image, int[] box) {
    var counts = new int[64];
    var packed = Raster.packed(image);
    for (int y = box[1]; y < box[1] + box[3]; y++) {
      for (int x = box[0]; x < box[0] + box[2]; x++) {
        counts[(int) light(packed[y * image.getWidth() + x]) / 4]++;
      }
    }
    double bits = 0;
    for (int count : counts) {
      double share = (double) count / (box[2] * box[3]);
      bits -= share == 0 ? 0 : share * Math.log(share);
    }
    return bits;
  }

  private static double light(int argb) {
    return 0.299 * (argb >> 16 & 0xff) + 0.587 * (argb >> 8 & 0xff) + 0.114 * (argb & 0xff);
  }

  private static int colourful(int argb) {
    int red = argb >> 16 & 0xff;
    int green = argb >> 8 & 0xff;
    int blue = argb & 0xff;
    return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
  }

  private static boolean isSkin(int argb) {
    int red = argb >> 16 & 0xff;
    int green = argb >> 8 & 0xff;
    int blue = argb & 0xff;
    return red > 95
        && green > 40
        && blue > 20
        && red - Math.min(green, blue) > 15
        && red > green
        && green > blue;
  }
}

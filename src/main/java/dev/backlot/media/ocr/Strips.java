package dev.backlot.media.ocr;

import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import java.util.HashMap;
import java.util.Map;

/** Cuts slanted boxes out of a picture as upright strips of one height. For one thread. */
final class Strips {
  /** The height in pixels that the reading network was trained on. */
  static final int HEIGHT = 48;

  /** Shorter lines get a grey rest, as in training. */
  private static final int WIDTH_MIN = 320;

  /** Longer lines are squeezed: 50 times as long as high. */
  private static final int WIDTH_MAX = 2_400;

  private static final byte GREY = (byte) 128;

  private final Picture picture;
  private final Map<Integer, Pixels> smaller = new HashMap<>();

  /** An opaque picture. */
  Strips(Picture picture) {
    this.picture = picture;
  }

  /** A box in pixels of the picture. */
  Pixels cut(Slant box) {
    int shrink = Integer.highestOneBit(Math.max(1, (int) (box.height() / HEIGHT)));
    var from = smaller.computeIfAbsent(shrink, this::shrunk);
    var place =
        box.scaled(
            (double) from.width() / picture.width(), (double) from.height() / picture.height());
    int width = Math.clamp(Math.round(HEIGHT * box.width() / box.height()), 8, WIDTH_MAX);
    return sampled(from, place, width);
  }

  private Pixels shrunk(int by) {
    return picture
        .resize(
            Scaling.exactly(Math.max(1, picture.width() / by), Math.max(1, picture.height() / by)))
        .pixels();
  }

  private static Pixels sampled(Pixels from, Slant place, int width) {
    int whole = Math.max(WIDTH_MIN, width);
    var samples = new byte[whole * HEIGHT * 3];
    java.util.Arrays.fill(samples, GREY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < width; x++) {
        var at = place.at((2 * x + 1.0) / width - 1, (2 * y + 1.0) / HEIGHT - 1);
        mix(from, at.x() - 0.5, at.y() - 0.5, samples, (y * whole + x) * 3);
      }
    }
    return new Pixels(whole, HEIGHT, 3, samples);
  }

  /** Interpolates between the four nearest pixels; beyond the edge the edge goes on. */
  private static void mix(Pixels from, double x, double y, byte[] samples, int target) {
    int left = (int) Math.clamp(Math.floor(x), 0, from.width() - 1);
    int top = (int) Math.clamp(Math.floor(y), 0, from.height() - 1);
    int right = Math.min(left + 1, from.width() - 1);
    int low = Math.min(top + 1, from.height() - 1) * from.width();
    int high = top * from.width();
    double fx = Math.clamp(x - left, 0, 1);
    double fy = Math.clamp(y - top, 0, 1);
    for (int band = 0; band < 3; band++) {
      double above = from.at(high + left, band) * (1 - fx) + from.at(high + right, band) * fx;
      double below = from.at(low + left, band) * (1 - fx) + from.at(low + right, band) * fx;
      samples[target + band] = (byte) Math.round(above * (1 - fy) + below * fy);
    }
  }
}

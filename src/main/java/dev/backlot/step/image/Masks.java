package dev.backlot.step.image;

import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import java.util.Arrays;

/** Planes of one band that say how much of a picture is seen, 0 to 255. */
final class Masks {
  private Masks() {}

  /** A box with round corners and smooth edges; a radius beyond half a side counts as half. */
  static Pixels rounded(int width, int height, double radius) {
    var samples = new byte[width * height];
    double r = Math.min(radius, Math.min(width, height) / 2.0);
    for (int y = 0, at = 0; y < height; y++) {
      double down = Math.max(0, Math.max(r - (y + 0.5), y + 0.5 - (height - r)));
      for (int x = 0; x < width; x++) {
        double across = Math.max(0, Math.max(r - (x + 0.5), x + 0.5 - (width - r)));
        double inside = r - Math.sqrt(across * across + down * down) + 0.5;
        samples[at++] = (byte) Math.round(255 * (r == 0 ? 1 : Math.clamp(inside, 0, 1)));
      }
    }
    return new Pixels(width, height, 1, samples);
  }

  /** One value all over. */
  static Pixels even(int width, int height, double share) {
    var samples = new byte[width * height];
    Arrays.fill(samples, (byte) Math.round(255 * share));
    return new Pixels(width, height, 1, samples);
  }

  /** The brightness of a picture, or its alpha where it has some. */
  static Pixels of(Pixels pixels) {
    var samples = new byte[pixels.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          (byte)
              (pixels.hasAlpha()
                  ? pixels.alpha(i)
                  : (299 * pixels.at(i, 0) + 587 * pixels.at(i, 1) + 114 * pixels.at(i, 2) + 500)
                      / 1000);
    }
    return new Pixels(pixels.width(), pixels.height(), 1, samples);
  }

  /** The picture seen through a mask of its size; its own transparency stays. */
  static Picture applied(Picture picture, Pixels mask) {
    return picture.withAlpha(picture.hasAlpha() ? both(picture.pixels(), mask) : mask);
  }

  private static Pixels both(Pixels pixels, Pixels mask) {
    var samples = new byte[mask.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ((pixels.alpha(i) * mask.at(i, 0) + 127) / 255);
    }
    return new Pixels(mask.width(), mask.height(), 1, samples);
  }
}

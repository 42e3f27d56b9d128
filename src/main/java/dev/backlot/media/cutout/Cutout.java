package dev.backlot.media.cutout;

import dev.backlot.media.Pixels;

/**
 * A subject without its background.
 *
 * @param pixels of the picture's full size, 4 bands
 * @param coverage mean opacity, 0 to 1
 */
public record Cutout(Pixels pixels, double coverage) {
  static Cutout of(Pixels pixels) {
    return new Cutout(pixels, pixels.coverage());
  }

  /** The alpha alone: white where the subject is. */
  public Pixels mask() {
    var alpha = new byte[pixels.count()];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = (byte) pixels.alpha(i);
    }
    return new Pixels(pixels.width(), pixels.height(), 1, alpha);
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Pixels;

/**
 * Between which levels the tones of a picture lie.
 *
 * @param low the darkest that counts, 0 to 1
 * @param high the brightest that counts, 0 to 1
 */
record Levels(double low, double high) {
  /**
   * Counts what can be seen of some channels.
   *
   * @param clip share at either end that does not count, below 0.5
   */
  static Levels of(Pixels pixels, double clip, int... bands) {
    var counts = new long[256];
    long seen = 0;
    for (int pixel = 0; pixel < pixels.count(); pixel++) {
      if (pixels.alpha(pixel) > 127) {
        for (int band : bands) {
          counts[pixels.at(pixel, band)]++;
          seen++;
        }
      }
    }
    return new Levels(edge(counts, seen * clip, 0, 1), edge(counts, seen * clip, 255, -1));
  }

  private static double edge(long[] counts, double lost, int from, int step) {
    long passed = counts[from];
    int level = from;
    while (passed <= lost && level + step >= 0 && level + step < 256) {
      level += step;
      passed += counts[level];
    }
    return level / 255.0;
  }

  /** The level it becomes when the range is stretched; a picture of one tone stays as it is. */
  double stretched(double level) {
    return high <= low ? level : (level - low) / (high - low);
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import java.util.Arrays;

/**
 * Two hashes of what a picture looks like, 64 bits each: alike pictures differ in few bits.
 *
 * @param difference whether each of 8 x 8 places is darker than its right neighbour (dHash)
 * @param frequency whether each of the 8 x 8 lowest frequencies is above their median (pHash)
 */
record Fingerprint(long difference, long frequency) {
  /** Pictures need not be larger: more detail changes no bit that tells. */
  static final Scaling LARGEST = Scaling.inside(256, 256);

  private static final int SIDE = 32;

  static Fingerprint of(Picture picture) {
    var flat = picture.flatten(Colour.WHITE);
    return new Fingerprint(
        difference(Grey.of(flat.resize(Scaling.exactly(9, 8)))),
        frequency(Grey.of(flat.resize(Scaling.exactly(SIDE, SIDE)))));
  }

  /** 16 hexadecimal digits. */
  static String hex(long hash) {
    return "%016x".formatted(hash);
  }

  /** In how many bits the lowest frequencies differ, 0 to 64. */
  int distance(Fingerprint other) {
    return Long.bitCount(frequency ^ other.frequency);
  }

  private static long difference(Grey grey) {
    long hash = 0;
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        hash = hash << 1 | (grey.at(x, y) < grey.at(x + 1, y) ? 1 : 0);
      }
    }
    return hash;
  }

  private static long frequency(Grey grey) {
    var strengths = new double[64];
    for (int v = 0; v < 8; v++) {
      for (int u = 0; u < 8; u++) {
        strengths[v * 8 + u] = strength(grey, u, v);
      }
    }
    var sorted = strengths.clone();
    // The first is the mean brightness, which says nothing of what is shown.
    sorted[0] = sorted[1];
    Arrays.sort(sorted);
    double median = (sorted[31] + sorted[32]) / 2;
    long hash = 0;
    for (int i = 0; i < 64; i++) {
      hash = hash << 1 | (i > 0 && strengths[i] > median ? 1 : 0);
    }
    return hash;
  }

  /** One coefficient of the discrete cosine transform. */
  private static double strength(Grey grey, int u, int v) {
    double sum = 0;
    for (int y = 0; y < SIDE; y++) {
      double down = Math.cos(Math.PI * v * (2 * y + 1) / (2 * SIDE));
      for (int x = 0; x < SIDE; x++) {
        sum += grey.at(x, y) * down * Math.cos(Math.PI * u * (2 * x + 1) / (2 * SIDE));
      }
    }
    return sum;
  }
}

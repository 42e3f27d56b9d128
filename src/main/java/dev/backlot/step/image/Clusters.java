package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Pixels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Groups the colours of a picture around so many means, from the commonest colours on. */
final class Clusters {
  private static final int ROUNDS = 12;

  private final Pixels pixels;
  private final double[][] means;
  private int[] counts;

  private Clusters(Pixels pixels, List<Palette.Share> start) {
    this.pixels = pixels;
    means =
        start.stream()
            .map(Palette.Share::colour)
            .map(colour -> new double[] {colour.red(), colour.green(), colour.blue()})
            .toArray(double[][]::new);
    counts = new int[means.length];
  }

  /** The means and what share of the visible pixels each has; empty if nothing is visible. */
  static List<Palette.Share> of(Pixels pixels, int count) {
    var clusters = new Clusters(pixels, Palette.of(pixels, count));
    for (int round = 0; round < ROUNDS; round++) {
      clusters.settle();
    }
    return clusters.shares();
  }

  /** Each mean moves to the middle of the pixels that are nearest to it. */
  private void settle() {
    var sums = new double[means.length][3];
    counts = new int[means.length];
    for (int pixel = 0; pixel < pixels.count() && means.length > 0; pixel++) {
      if (pixels.alpha(pixel) > 127) {
        int nearest = nearest(pixel);
        counts[nearest]++;
        for (int band = 0; band < 3; band++) {
          sums[nearest][band] += pixels.at(pixel, band);
        }
      }
    }
    for (int i = 0; i < means.length; i++) {
      for (int band = 0; band < 3 && counts[i] > 0; band++) {
        means[i][band] = sums[i][band] / counts[i];
      }
    }
  }

  private int nearest(int pixel) {
    int nearest = 0;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < means.length; i++) {
      double red = means[i][0] - pixels.at(pixel, 0);
      double green = means[i][1] - pixels.at(pixel, 1);
      double blue = means[i][2] - pixels.at(pixel, 2);
      // The eye tells greens apart best and blues least.
      double distance = 2 * red * red + 4 * green * green + 3 * blue * blue;
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  private List<Palette.Share> shares() {
    long seen = 0;
    for (int count : counts) {
      seen += count;
    }
    var shares = new ArrayList<Palette.Share>();
    for (int i = 0; i < means.length; i++) {
      if (counts[i] > 0) {
        shares.add(new Palette.Share(colour(means[i]), (double) counts[i] / seen));
      }
    }
    shares.sort(Comparator.comparingDouble(Palette.Share::share).reversed());
    return List.copyOf(shares);
  }

  private static Colour colour(double[] mean) {
    return new Colour(
        (int) Math.round(mean[0]), (int) Math.round(mean[1]), (int) Math.round(mean[2]), 255);
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Pixels;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The commonest colours of a picture: colours that nearly agree are counted together and averaged.
 */
final class Palette {
  /** A colour and how much of what can be seen it takes, 0 to 1. */
  record Share(Colour colour, double share) {
    Value value() {
      return new Value.ObjectOf(Map.of("hex", Value.of(colour.hex()), "share", Value.of(share)));
    }
  }

  private static final int COLOURS_MAX = 5;

  /** Levels per channel in which colours are counted. */
  private static final int LEVELS = 6;

  private final long[] reds = new long[LEVELS * LEVELS * LEVELS];
  private final long[] greens = new long[reds.length];
  private final long[] blues = new long[reds.length];
  private final int[] counts = new int[reds.length];
  private int seen;

  private Palette() {}

  static List<Share> of(Pixels pixels) {
    return of(pixels, COLOURS_MAX);
  }

  static List<Share> of(Pixels pixels, int most) {
    var palette = new Palette();
    for (int i = 0; i < pixels.count(); i++) {
      if (pixels.alpha(i) > 127) {
        palette.count(pixels.at(i, 0), pixels.at(i, 1), pixels.at(i, 2));
      }
    }
    return palette.commonest(most);
  }

  private void count(int red, int green, int blue) {
    int bin = (red * LEVELS / 256 * LEVELS + green * LEVELS / 256) * LEVELS + blue * LEVELS / 256;
    reds[bin] += red;
    greens[bin] += green;
    blues[bin] += blue;
    counts[bin]++;
    seen++;
  }

  private List<Share> commonest(int most) {
    var shares = new ArrayList<Share>();
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        shares.add(share(bin));
      }
    }
    shares.sort(Comparator.comparingDouble(Share::share).reversed());
    return List.copyOf(shares.subList(0, Math.min(most, shares.size())));
  }

  private Share share(int bin) {
    int count = counts[bin];
    var mean =
        new Colour(
            (int) (reds[bin] / count),
            (int) (greens[bin] / count),
            (int) (blues[bin] / count),
            255);
    return new Share(mean, (double) count / seen);
  }
}

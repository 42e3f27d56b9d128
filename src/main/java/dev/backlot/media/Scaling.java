package dev.backlot.media;

import java.util.Locale;

/**
 * A new size for a picture.
 *
 * @param width in pixels, the box the picture goes into
 * @param height in pixels, the box the picture goes into
 * @param enlarge whether a picture smaller than the box may grow
 */
public record Scaling(int width, int height, Fit fit, boolean enlarge) {
  /** How a picture of one shape goes into a box of another. */
  public enum Fit {
    /** Whole picture within the box; one side may stay shorter. */
    INSIDE,
    /** Box filled, the surplus cut off evenly on both sides. */
    COVER,
    /** Box filled exactly by stretching. */
    FILL,
    /** Box filled, the surplus cut off where least is to be seen. */
    SMART,
    /** Box filled, the part kept that holds most different detail. */
    ENTROPY;

    public static Fit parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public static Scaling inside(int width, int height) {
    return new Scaling(width, height, Fit.INSIDE, false);
  }

  /** Exactly this size, whatever the shape. */
  public static Scaling exactly(int width, int height) {
    return new Scaling(width, height, Fit.FILL, true);
  }
}

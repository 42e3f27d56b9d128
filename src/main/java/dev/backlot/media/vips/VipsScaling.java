package dev.backlot.media.vips;

import dev.backlot.media.MediaFacts;
import dev.backlot.media.Scaling;

/** A scaling in the words of {@code thumbnail} and {@code thumbnail_image}. */
final class VipsScaling {
  private VipsScaling() {}

  static VipsOperation into(VipsOperation operation, Scaling scaling) {
    return operation
        .with("width", scaling.width())
        .with("height", scaling.height())
        .with("size", size(scaling))
        .with("crop", crop(scaling.fit()));
  }

  /**
   * How many times smaller the picture becomes; on the side that shrinks least, unless it stays
   * whole.
   */
  static double shrink(MediaFacts facts, Scaling scaling) {
    double across = (double) facts.width() / scaling.width();
    double down = (double) facts.height() / scaling.height();
    return scaling.fit() == Scaling.Fit.INSIDE ? Math.max(across, down) : Math.min(across, down);
  }

  private static String size(Scaling scaling) {
    if (scaling.fit() == Scaling.Fit.FILL) {
      return "force";
    }
    return scaling.enlarge() ? "both" : "down";
  }

  private static String crop(Scaling.Fit fit) {
    return switch (fit) {
      case INSIDE, FILL -> "none";
      case COVER -> "centre";
      case SMART -> "attention";
      case ENTROPY -> "entropy";
    };
  }
}

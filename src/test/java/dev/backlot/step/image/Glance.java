package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import java.util.ArrayList;
import java.util.List;

/**
 * What a picture looks like, as far as goldens tell: its size, how opaque it is, small what is on
 * it, and how much detail it has at full size, which a small copy does not show.
 *
 * @param opacity 0 to 1
 * @param detail how far neighbouring pixels are apart, mean per channel of 255
 * @param colours red, green and blue of each pixel of a small copy on white
 */
@SuppressWarnings("ArrayRecordComponent") // compared by how much it differs
record Glance(int width, int height, double opacity, double detail, byte[] colours) {
  /**
   * How much may differ.
   *
   * @param side pixels of width or height
   * @param colours mean per channel, of 255
   * @param detail as a share of the golden's
   */
  record Tolerance(int side, double opacity, double colours, double detail) {}

  /** What anybody could tell. */
  private static final double COLOURS_SEEN = 0.25;

  private static final double DETAIL_SEEN = 0.1;
  private static final double OPACITY_SEEN = 0.001;

  static Glance of(Picture picture, Pixels small) {
    return new Glance(
        picture.width(),
        picture.height(),
        picture.pixels().coverage(),
        detail(picture.flatten(Colour.WHITE).pixels()),
        onWhite(small));
  }

  private static double detail(Pixels pixels) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < pixels.count(); i++) {
      boolean right = i % pixels.width() < pixels.width() - 1;
      boolean below = i + pixels.width() < pixels.count();
      for (int band = 0; band < 3; band++) {
        if (right) {
          sum += Math.abs(pixels.at(i, band) - pixels.at(i + 1, band));
        }
        if (below) {
          sum += Math.abs(pixels.at(i, band) - pixels.at(i + pixels.width(), band));
        }
      }
      pairs += (right ? 3 : 0) + (below ? 3 : 0);
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  static byte[] onWhite(Pixels pixels) {
    var colours = new byte[3 * pixels.count()];
    for (int i = 0; i < pixels.count(); i++) {
      int alpha = pixels.alpha(i);
      for (int band = 0; band < 3; band++) {
        int over = pixels.at(i, band) * alpha + 255 * (255 - alpha);
        colours[3 * i + band] = (byte) ((over + 127) / 255);
      }
    }
    return colours;
  }

  /** How it differs from a golden by more than it may; nothing for one that is alike. */
  List<String> unlike(Glance golden, Tolerance most) {
    var wrong = new ArrayList<String>();
    if (Math.abs(width - golden.width) > most.side
        || Math.abs(height - golden.height) > most.side) {
      wrong.add("%dx%d, not %dx%d".formatted(width, height, golden.width, golden.height));
      return wrong;
    }
    if (Math.abs(opacity - golden.opacity) > most.opacity) {
      wrong.add("opacity %.3f, not %.3f".formatted(opacity, golden.opacity));
    }
    if (apart(golden) > most.colours) {
      wrong.add("differs by %.2f of at most %.2f".formatted(apart(golden), most.colours));
    }
    if (detailApart(golden) > most.detail) {
      wrong.add(
          "detail differs by %.3f of at most %.3f".formatted(detailApart(golden), most.detail));
    }
    return wrong;
  }

  /**
   * Whether no work was done, or less than half of it by everything that the work changes.
   * Tolerances are wider than what some work changes, as formats and engines differ by more.
   *
   * @param untouched the picture before the work, written or read as this one was
   * @param golden what the work makes
   * @param before the picture before it, as the golden was made of it
   */
  boolean isIdle(Glance untouched, Glance golden, Glance before) {
    if (!before.isOfSize(golden)) {
      return isOfSize(untouched);
    }
    double colours = before.apart(golden);
    return !(colours > COLOURS_SEEN && apart(untouched) > colours / 2)
        && !isOnItsWay(detail - untouched.detail, golden.detail - before.detail, DETAIL_SEEN)
        && !isOnItsWay(opacity - untouched.opacity, golden.opacity - before.opacity, OPACITY_SEEN);
  }

  private static boolean isOnItsWay(double done, double whole, double seen) {
    return Math.abs(whole) > seen && done / whole > 0.5;
  }

  /** Whether anybody could tell the one from the other. */
  boolean isLike(Glance other) {
    return isOfSize(other)
        && Math.abs(opacity - other.opacity) <= OPACITY_SEEN
        && apart(other) <= COLOURS_SEEN
        && Math.abs(detail - other.detail) <= DETAIL_SEEN;
  }

  private boolean isOfSize(Glance other) {
    return width == other.width && height == other.height;
  }

  private double apart(Glance other) {
    int length = Math.min(colours.length, other.colours.length);
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += Math.abs((colours[i] & 0xff) - (other.colours[i] & 0xff));
    }
    return length == 0 ? 0 : sum / length;
  }

  private double detailApart(Glance golden) {
    return Math.abs(detail - golden.detail) / Math.max(1, golden.detail);
  }
}

package dev.backlot.media.cutout;

import dev.backlot.media.Box;
import java.util.Optional;

/**
 * The part of a picture that its subject takes. Seen alone it fills the network's square, which
 * then finds legs, straps and stems that were too thin for it in the whole.
 *
 * @param left as a share of the picture's width, 0 to 1, as are the others
 */
record Closeup(double left, double top, double width, double height) {
  /** What counts as part of the subject, if a faint one. */
  private static final float HINT = 0.15f;

  /** Ground around the subject, as a share of its own longer side. */
  private static final double MARGIN = 0.25;

  /** A part larger than this share of the picture would show little more than the whole. */
  private static final double AREA_MAX = 0.6;

  /** How much of the first look has to be gone, over some distance, to be taken from there. */
  private static final float LOST = 0.15f;

  private static final int LOST_RADIUS = 2;

  /**
   * Around the subject that the first look found; none where a second would not help.
   *
   * @param aspect width of the picture for a height of 1
   */
  static Optional<Closeup> of(Plane guess, double aspect) {
    return Optional.of(box(Components.withoutIslands(guess)))
        .filter(box -> box.width() > 0)
        .map(box -> around(box, guess, aspect))
        .filter(part -> part.width * part.height <= AREA_MAX);
  }

  /** A box of negative width if there is nothing to be seen. */
  private static Box box(Plane seen) {
    int left = seen.width(), top = seen.height(), right = 0, bottom = 0;
    for (int i = 0; i < seen.count(); i++) {
      if (seen.at(i) > HINT) {
        int x = i % seen.width();
        int y = i / seen.width();
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x + 1);
        bottom = y + 1;
      }
    }
    return new Box(left, top, right - left, bottom - top);
  }

  private static Closeup around(Box box, Plane guess, double aspect) {
    double left = (double) box.left() / guess.width();
    double top = (double) box.top() / guess.height();
    double right = (double) box.right() / guess.width();
    double bottom = (double) box.bottom() / guess.height();
    double margin = MARGIN * Math.max((right - left) * aspect, bottom - top);
    left = Math.max(0, left - margin / aspect);
    top = Math.max(0, top - margin);
    right = Math.min(1, right + margin / aspect);
    bottom = Math.min(1, bottom + margin);
    return new Closeup(left, top, right - left, bottom - top);
  }

  /** In pixels of a picture. */
  Box on(int pictureWidth, int pictureHeight) {
    int x = (int) (left * pictureWidth);
    int y = (int) (top * pictureHeight);
    int right = (int) Math.ceil((left + width) * pictureWidth);
    int bottom = (int) Math.ceil((top + height) * pictureHeight);
    return new Box(x, y, Math.min(right, pictureWidth) - x, Math.min(bottom, pictureHeight) - y);
  }

  /**
   * Both looks at this part in one: the second, and what only the first saw where that is more than
   * an edge.
   */
  Plane joined(Plane second, Plane whole) {
    var first = whole.part(this, second.width(), second.height());
    var lost = first.with(second, (one, other) -> Math.max(0, one - other));
    var wide = BoxBlur.of(BoxBlur.of(lost, LOST_RADIUS), LOST_RADIUS);
    var kept = first.with(wide, (one, gone) -> one * Math.clamp((gone - LOST) / LOST, 0, 1));
    return second.with(kept, Math::max).map(Closeup::risen);
  }

  /** What was more likely than not in a closer look is the subject. */
  private static double risen(double value) {
    return value < 0.5 ? value : Math.min(1, 0.5 + 2.2 * (value - 0.5));
  }
}

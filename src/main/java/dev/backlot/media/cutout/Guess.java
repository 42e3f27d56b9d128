package dev.backlot.media.cutout;

import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;

/**
 * Where a network sees the subject, before its edge is found.
 *
 * @param mask 0 to 1
 * @param seen the picture in the mask's size
 * @param rough whether holes and crumbs in the mask are taken for mistakes
 * @param least the least radius in pixels of the small picture within which its edge may be
 */
record Guess(Plane mask, Pixels seen, boolean rough, int least) {
  /**
   * A pixel of the bundled network's square is about two of the picture on which edges are found.
   */
  static Guess rough(Plane mask, Pixels seen) {
    return new Guess(mask, seen, true, 2);
  }

  /** What a network of somebody's own says is believed; only its edge is refined. */
  static Guess own(Pixels mask, Picture opaque) {
    var values = new float[mask.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = mask.at(i, 0) / 255f;
    }
    var seen = opaque.resize(Scaling.exactly(mask.width(), mask.height())).pixels();
    return new Guess(new Plane(mask.width(), mask.height(), values), seen, false, 1);
  }

  /** Without what is taken for mistakes. */
  Plane mended() {
    return rough ? Holes.closed(Components.withoutIslands(mask), Guide.of(seen)) : mask;
  }

  /** How many pixels of a picture with this longer side one of the mask is. */
  int cell(int side) {
    return Math.max(least, side / Math.max(mask.width(), mask.height()));
  }
}

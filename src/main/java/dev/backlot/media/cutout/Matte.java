package dev.backlot.media.cutout;

import dev.backlot.media.GoingOn;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import java.io.IOException;

/** From a network's coarse guess to a clean alpha at the picture's full size. */
final class Matte {
  /** Pixels on the longer side of the small picture on which edges are found. */
  private static final int WORK_SIDE = 800;

  private static final float SMOOTHNESS = 2e-4f;
  private static final float BLACK_POINT = 0.15f;
  private static final float WHITE_POINT = 0.93f;

  private final Picture picture;
  private final Guess guess;
  private final GoingOn goingOn;

  Matte(Picture picture, Guess guess, GoingOn goingOn) {
    this.picture = picture;
    this.guess = guess;
    this.goingOn = goingOn;
  }

  Pixels cut() throws IOException {
    var full = Guide.of(picture.pixels());
    var alpha = alpha(full);
    int side = Math.max(full.width(), full.height());
    var colours = new EdgeColours(alpha, Math.max(4, side / 60), Math.max(1, side / 700), goingOn);
    Stage.RIM.over(goingOn);
    return colours.freed(full);
  }

  private Plane alpha(Guide full) throws IOException {
    var small = Guide.of(picture.resize(Scaling.inside(WORK_SIDE, WORK_SIDE)).pixels());
    var coarse = guess.mended().scaled(small.width(), small.height());
    int cell = guess.cell(Math.max(small.width(), small.height()));
    var rough =
        new GuidedFilter(small, cell * 3, SMOOTHNESS).explain(coarse).on(small).map(Matte::levels);
    Stage.ROUGH_EDGES.over(goingOn);
    var fine = new GuidedFilter(small, cell, SMOOTHNESS).explain(rough);
    var all = new Wisps(small, coarse, cell * 4).added(fine);
    Stage.FINE_EDGES.over(goingOn);
    var alpha = all.on(full).map(Matte::levels);
    Stage.ALPHA.over(goingOn);
    return alpha;
  }

  private static double levels(double value) {
    double share = Math.clamp((value - BLACK_POINT) / (WHITE_POINT - BLACK_POINT), 0.0, 1.0);
    return share * share * (3 - 2 * share);
  }
}

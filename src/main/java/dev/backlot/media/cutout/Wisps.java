package dev.backlot.media.cutout;

/**
 * Whiskers, hairs, straps: parts thinner than the network can draw, which it smears and half
 * believes in. Away from the sure subject, the ground's colour is taken from the surroundings, and
 * that of the thin part from what differs from it; a pixel is as opaque as it lies between both.
 */
final class Wisps {
  private static final float TINY = 1e-6f;

  /** Distance of colours, squared, that noise alone may make. */
  private static final float NOISE = 6e-3f;

  /** A thin part mixes with the ground even in its middle: its own colour lies beyond. */
  private static final float BEYOND = 1.4f;

  private static final float SURE = 0.85f;

  /** Less than this share of the picture is nothing but the tips of sharp corners. */
  private static final double SHARE_MIN = 4e-3;

  private final Guide picture;
  private final Plane guess;
  private final int radius;

  /**
   * @param guess the network's, of the picture's size
   * @param radius in pixels within which colours are compared: more than a smear is wide
   */
  Wisps(Guide picture, Plane guess, int radius) {
    this.picture = picture;
    this.guess = guess;
    this.radius = radius;
  }

  /** Thin parts let into what was found of the others. */
  Linear added(Linear others) {
    var possible = possible();
    return possible.mean() < SHARE_MIN ? others : added(others, possible);
  }

  private Linear added(Linear others, Plane possible) {
    var ground = surroundings(guess.map(a -> (1 - a) * (1 - a) * (1 - a) * (1 - a) + TINY));
    var wisp = surroundings(differing(ground.mean())).mean();
    var lines = between(ground.mean(), wisp);
    var apart = wisp.distance(ground.mean()).with(ground.variance(), (d, v) -> d / (v + 2e-4f));
    return others.mixed(lines, attached(others, lines, belief(lines, apart, possible)));
  }

  private Surroundings surroundings(Plane weight) {
    return new Surroundings(picture, radius, weight);
  }

  private Plane differing(Guide ground) {
    return guess.with(picture.distance(ground), (a, distance) -> a * distance + TINY * TINY);
  }

  private static Linear between(Guide ground, Guide wisp) {
    var distance = wisp.distance(ground);
    var lines = Linear.empty(ground.width(), ground.height());
    for (int i = 0; i < distance.count(); i++) {
      float share = 1 / (BEYOND * (distance.at(i) + NOISE));
      float red = (wisp.red().at(i) - ground.red().at(i)) * share;
      float green = (wisp.green().at(i) - ground.green().at(i)) * share;
      float blue = (wisp.blue().at(i) - ground.blue().at(i)) * share;
      float onGround =
          red * ground.red().at(i) + green * ground.green().at(i) + blue * ground.blue().at(i);
      lines.set(i, red, green, blue, -onGround);
    }
    return lines;
  }

  /** Where thin parts may be, 0 to 1: something is hinted at, and the sure subject is not near. */
  private Plane possible() {
    var sure = BoxBlur.of(guess.map(a -> a > SURE ? 1 : 0), radius);
    var around = BoxBlur.of(guess, radius);
    var hint = BoxBlur.of(guess, 1).values();
    for (int i = 0; i < hint.length; i++) {
      hint[i] =
          rising(hint[i], 0.06f, 0.2f)
              * rising(-sure.at(i), -0.17f, 0)
              * rising(-around.at(i), -0.45f, -0.3f);
    }
    return new Plane(guess.width(), guess.height(), hint);
  }

  /** Where they are: little of the ground is taken, and the network's guess goes along with it. */
  private Plane belief(Linear lines, Plane apart, Plane possible) {
    var found = lines.on(picture).map(a -> Math.clamp(a, 0, 1));
    var follows = new Correlation(guess, found, radius);
    var belief = possible.values();
    for (int i = 0; i < belief.length; i++) {
      if (belief[i] > 0) {
        belief[i] *=
            rising(-follows.meanOther(i), -0.4f, -0.25f)
                * rising(apart.at(i), 1.1f, 2.1f)
                * rising(follows.at(i), 0.2f, 0.4f);
      }
    }
    return possible;
  }

  /** From 0 to 1 while the value goes from the one to the other. */
  private static float rising(float value, float from, float to) {
    return Math.clamp((value - from) / (to - from), 0, 1);
  }

  /** Only what hangs on the subject: crumbs are not believed. */
  private Plane attached(Linear others, Linear lines, Plane belief) {
    var mask = others.mixed(lines, belief).on(picture).map(a -> Math.clamp(a, 0, 1));
    var kept = Components.withoutIslands(BoxBlur.of(mask, 1));
    return BoxBlur.of(belief.with(kept, (b, seen) -> seen > 0 ? b : 0), 1);
  }
}

package dev.backlot.media.cutout;

/** How two planes go along with each other around each pixel. */
final class Correlation {
  private static final float TINY = 1e-9f;

  private final Plane meanOne;
  private final Plane meanOther;
  private final Plane both;
  private final Plane squareOne;
  private final Plane squareOther;

  Correlation(Plane one, Plane other, int radius) {
    meanOne = BoxBlur.of(one, radius);
    meanOther = BoxBlur.of(other, radius);
    both = BoxBlur.of(one.times(other), radius);
    squareOne = BoxBlur.of(one.times(one), radius);
    squareOther = BoxBlur.of(other.times(other), radius);
  }

  float meanOther(int i) {
    return meanOther.at(i);
  }

  /** From -1, one falls where the other rises, to 1, both rise together. */
  float at(int i) {
    float one = meanOne.at(i);
    float other = meanOther.at(i);
    float spread = (squareOne.at(i) - one * one) * (squareOther.at(i) - other * other);
    return (both.at(i) - one * other) / (float) Math.sqrt(Math.max(spread, TINY));
  }
}

package dev.backlot.media.cutout;

/** A mask as a function of a picture's colours: what to multiply them with and what to add. */
record Linear(Plane red, Plane green, Plane blue, Plane offset) {
  static Linear empty(int width, int height) {
    return new Linear(
        Plane.empty(width, height),
        Plane.empty(width, height),
        Plane.empty(width, height),
        Plane.empty(width, height));
  }

  void set(int i, float r, float g, float b, float o) {
    red.values()[i] = r;
    green.values()[i] = g;
    blue.values()[i] = b;
    offset.values()[i] = o;
  }

  Linear smoothed(int radius) {
    return new Linear(
        BoxBlur.of(red, radius),
        BoxBlur.of(green, radius),
        BoxBlur.of(blue, radius),
        BoxBlur.of(offset, radius));
  }

  /** These where the share is 0, the others where it is 1. */
  Linear mixed(Linear others, Plane share) {
    return new Linear(
        red.mixed(others.red, share),
        green.mixed(others.green, share),
        blue.mixed(others.blue, share),
        offset.mixed(others.offset, share));
  }

  /** The mask of a picture of any size. */
  Plane on(Guide guide) {
    int width = guide.width();
    int height = guide.height();
    var sum = offset.scaled(width, height).values();
    add(sum, red.scaled(width, height), guide.red());
    add(sum, green.scaled(width, height), guide.green());
    add(sum, blue.scaled(width, height), guide.blue());
    return new Plane(width, height, sum);
  }

  private static void add(float[] sum, Plane factor, Plane channel) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor.at(i) * channel.at(i);
    }
  }
}

package dev.backlot.media.cutout;

import dev.backlot.media.Pixels;

/** A picture's three colours as planes of 0 to 1. */
record Guide(Plane red, Plane green, Plane blue) {

  static Guide of(Pixels pixels) {
    return new Guide(channel(pixels, 0), channel(pixels, 1), channel(pixels, 2));
  }

  private static Plane channel(Pixels pixels, int band) {
    var values = new float[pixels.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels.at(i, band) / 255f;
    }
    return new Plane(pixels.width(), pixels.height(), values);
  }

  /** How far each colour lies from the other's: its square. */
  Plane distance(Guide other) {
    return squares(
        red.with(other.red, (one, two) -> one - two),
        green.with(other.green, (one, two) -> one - two),
        blue.with(other.blue, (one, two) -> one - two));
  }

  /** How far each colour lies from black: its square. */
  Plane squares() {
    return squares(red, green, blue);
  }

  private static Plane squares(Plane red, Plane green, Plane blue) {
    var sum = new float[red.count()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = red.at(i) * red.at(i) + green.at(i) * green.at(i) + blue.at(i) * blue.at(i);
    }
    return new Plane(red.width(), red.height(), sum);
  }

  int width() {
    return red.width();
  }

  int height() {
    return red.height();
  }
}

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

  int width() {
    return red.width();
  }

  int height() {
    return red.height();
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;

/** The brightness of a picture on white, 0 to 255, row by row. */
@SuppressWarnings("ArrayRecordComponent") // a plane that nobody compares
record Grey(int width, int height, double[] levels) {
  static Grey of(Picture picture) {
    return of(picture.flatten(Colour.WHITE).pixels());
  }

  static Grey of(Pixels pixels) {
    var levels = new double[pixels.count()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = 0.299 * pixels.at(i, 0) + 0.587 * pixels.at(i, 1) + 0.114 * pixels.at(i, 2);
    }
    return new Grey(pixels.width(), pixels.height(), levels);
  }

  double at(int x, int y) {
    return levels[y * width + x];
  }
}

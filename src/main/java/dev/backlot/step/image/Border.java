package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.Colour;
import dev.backlot.media.Pixels;
import java.util.Optional;

/** The plain border around what a picture shows. */
final class Border {
  private final Pixels pixels;
  private final Colour colour;
  private final int tolerance;

  private Border(Pixels pixels, Colour colour, int tolerance) {
    this.pixels = pixels;
    this.colour = colour;
    this.tolerance = tolerance;
  }

  /**
   * The smallest box around everything that is not border; empty if there is nothing else.
   *
   * @param colour of the border; a transparent one means that alpha alone counts
   * @param tolerance levels that a channel of the border may differ, 0 to 255
   */
  static Optional<Box> within(Pixels pixels, Colour colour, int tolerance) {
    return new Border(pixels, colour, tolerance).inside();
  }

  private Optional<Box> inside() {
    int left = pixels.width(), top = pixels.height(), right = -1, bottom = -1;
    for (int y = 0, pixel = 0; y < pixels.height(); y++) {
      for (int x = 0; x < pixels.width(); x++, pixel++) {
        if (!isBorder(pixel)) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return right < 0
        ? Optional.empty()
        : Optional.of(new Box(left, top, right - left + 1, bottom - top + 1));
  }

  private boolean isBorder(int pixel) {
    int alpha = pixels.alpha(pixel);
    if (colour.alpha() == 0 || alpha <= tolerance) {
      return alpha <= tolerance;
    }
    return near(pixel, 0, colour.red())
        && near(pixel, 1, colour.green())
        && near(pixel, 2, colour.blue());
  }

  private boolean near(int pixel, int band, int level) {
    return Math.abs(pixels.at(pixel, band) - level) <= tolerance;
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;

/**
 * An area of one colour, or of two that run into each other.
 *
 * @param angle of the run in degrees: 0 to the right, 90 down
 */
record BoxContent(Colour from, Colour to, double angle) implements Layer.Content {
  static BoxContent read(Spec spec) throws MediaException {
    var colour = spec.colour("colour", Colour.BLACK);
    return new BoxContent(
        colour, spec.colour("to", colour), spec.number("direction", -360, 360, 90));
  }

  @Override
  public Picture draw(LayerCanvas canvas, int width, int height, Placement place) {
    return from.equals(to)
        ? canvas.studio().canvas(width, height, from)
        : canvas.studio().picture(run(width, height));
  }

  private Pixels run(int width, int height) {
    double across = Math.cos(Math.toRadians(angle));
    double down = Math.sin(Math.toRadians(angle));
    // The corners furthest along the run have the pure colours.
    double reach = (Math.abs(across) * width + Math.abs(down) * height) / 2;
    var samples = new byte[width * height * 4];
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double along = (x + 0.5 - width / 2.0) * across + (y + 0.5 - height / 2.0) * down;
        double share = Math.clamp(0.5 + along / (2 * reach), 0, 1);
        samples[at++] = between(from.red(), to.red(), share);
        samples[at++] = between(from.green(), to.green(), share);
        samples[at++] = between(from.blue(), to.blue(), share);
        samples[at++] = between(from.alpha(), to.alpha(), share);
      }
    }
    return new Pixels(width, height, 4, samples);
  }

  private static byte between(int from, int to, double share) {
    return (byte) Math.round(from + (to - from) * share);
  }
}

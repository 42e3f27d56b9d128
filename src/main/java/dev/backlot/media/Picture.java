package dev.backlot.media;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A decoded picture: sRGB, 8 bits, upright. Every operation answers a new picture of the same
 * studio and leaves this one as it was. Sizes are in pixels and bounded by {@link MediaLimits}.
 */
public interface Picture {
  int width();

  int height();

  boolean hasAlpha();

  /** The scaled picture. */
  Picture resize(Scaling scaling);

  /** The part within the box, which must lie inside this picture. */
  Picture crop(Box box);

  /** This picture on a larger canvas, its top left corner at {@code left}, {@code top}. */
  Picture extend(int width, int height, int left, int top, Colour colour);

  /** This picture without alpha, on a colour. */
  Picture flatten(Colour background);

  /** Another picture laid over this one; what reaches beyond this one's edges is cut off. */
  Picture overlay(Picture upper, int left, int top);

  /** Like {@link #overlay}, the colours mixed by a mode. */
  Picture blend(Picture upper, int left, int top, BlendMode mode);

  /** Turned clockwise by so many right angles, 0 to 3; no pixel changes its colour. */
  Picture turned(int rightAngles);

  /**
   * Turned clockwise by any angle, on a ground as large as it then needs; a ground with
   * transparency gives the picture alpha.
   */
  Picture rotated(double degrees, Colour ground);

  /** Mirrored. */
  Picture flipped(Axis axis);

  /**
   * Blurred by a Gaussian, transparency too; edges do not darken.
   *
   * @param sigma its standard deviation in pixels, 0.3 to 400
   */
  Picture blurred(double sigma);

  /**
   * Sharpened by what a blur would take away; transparency stays.
   *
   * @param sigma standard deviation of that blur in pixels, 0.3 to 20
   * @param amount how much of it is added, 0 to 5
   */
  Picture sharpened(double sigma, double amount);

  /** Every channel led through a table. */
  Picture toned(Tones tones);

  /** Colours mixed anew; what lies beyond black and white is cut off. */
  Picture recoloured(ColourMatrix matrix);

  /** The shadow alone, larger than this picture by {@link Shadow#margin()} on every side. */
  Picture shadow(Shadow shadow);

  /** This picture with a mask of one band and the same size as its alpha. */
  Picture withAlpha(Pixels mask);

  /** The samples: 3 bands, or 4 with alpha. */
  Pixels pixels();

  /** Writes a new file; a format without alpha gets a white ground. */
  void write(Path file, Encoding encoding) throws IOException, MediaException;
}

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

  /**
   * The scaled picture; with {@link Scaling.Fit#SMART} an engine that cannot look for the subject
   * cuts evenly.
   */
  Picture resize(Scaling scaling);

  /** The part within the box, which must lie inside this picture. */
  Picture crop(Box box);

  /** This picture on a larger canvas, its top left corner at {@code left}, {@code top}. */
  Picture extend(int width, int height, int left, int top, Colour colour);

  /** This picture without alpha, on a colour. */
  Picture flatten(Colour background);

  /** Another picture laid over this one; what reaches beyond this one's edges is cut off. */
  Picture overlay(Picture upper, int left, int top);

  /** The shadow alone, larger than this picture by {@link Shadow#margin()} on every side. */
  Picture shadow(Shadow shadow);

  /** This picture with a mask of one band and the same size as its alpha. */
  Picture withAlpha(Pixels mask);

  /** The samples: 3 bands, or 4 with alpha. */
  Pixels pixels();

  /** Writes a new file; a format without alpha gets a white ground. */
  void write(Path file, Encoding encoding) throws IOException, MediaException;
}

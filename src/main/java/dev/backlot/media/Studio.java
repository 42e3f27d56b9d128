package dev.backlot.media;

import java.io.IOException;
import java.nio.file.Path;

/** Where pictures of one piece of work live; closing it frees them all. For one thread. */
public interface Studio extends AutoCloseable {
  /**
   * Opens and decodes a still picture within {@link MediaLimits}: orientation applied, colours
   * turned to sRGB.
   */
  Picture open(Path file) throws IOException, MediaException;

  /** A plain area; without alpha if the colour is opaque. */
  Picture canvas(int width, int height, Colour colour);

  /** A picture made from samples; one band becomes grey. */
  Picture picture(Pixels pixels);

  /** Words on a transparent ground, as large as they need. */
  Picture text(String words, TextStyle style) throws MediaException;

  @Override
  void close();
}

package dev.backlot.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where pictures of one piece of work live; closing it frees them all. For one thread. */
public interface Studio extends AutoCloseable {
  /**
   * Opens and decodes a still picture within {@link MediaLimits}: orientation applied, colours
   * turned to sRGB.
   */
  Picture open(Path file) throws IOException, MediaException;

  /**
   * Like {@link #open} and {@link Picture#resize}, without decoding what the scaling takes away
   * again.
   */
  default Picture open(Path file, Scaling scaling) throws IOException, MediaException {
    return open(file).resize(scaling);
  }

  /**
   * Like {@link #open}, but the colours stay in the file's own profile: only good for writing it
   * again with its profile. CMYK is refused.
   */
  Picture openAsStored(Path file) throws IOException, MediaException;

  /**
   * Like {@link #open}, of one frame of a picture that may be animated.
   *
   * @param frame counted from 1; a still picture has one
   */
  Picture openFrame(Path file, int frame) throws IOException, MediaException;

  /** A plain area; without alpha if the colour is opaque. */
  Picture canvas(int width, int height, Colour colour);

  /** A picture made from samples; one band becomes grey. */
  Picture picture(Pixels pixels);

  /**
   * Words on a transparent ground, as large as they need; from right to left where they are read
   * so. Fonts that are not here and letters that none has are refused.
   */
  Picture text(String words, TextStyle style) throws MediaException;

  /**
   * Writes a moving picture of at least two opaque frames of one size, made in this studio; a
   * format that the engine cannot write is refused.
   */
  void animate(List<Picture> frames, Animation animation, Path to)
      throws IOException, MediaException;

  @Override
  void close();
}

package dev.backlot.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * An engine for still pictures. Thread-safe; call it from platform threads, at most one for each
 * core.
 */
public interface Imaging {
  /** For people: {@code libvips} or {@code jvm}. */
  String name();

  String version();

  /** The formats this engine can write. */
  Set<PictureFormat> writes();

  /** What it can draw words in. */
  Typefaces typefaces();

  Studio studio();

  /**
   * Scales straight from file to file, the quickest way: a decoder may skip detail nobody will see.
   */
  void thumbnail(Path from, Scaling scaling, Path to, Encoding encoding)
      throws IOException, MediaException;

  /** What to tell a person who asks for a format this engine cannot write. */
  default String cannotWrite(PictureFormat format) {
    return "writing "
        + format.name()
        + " needs libvips: run npm ci --prefix native, or install libvips 8.14 or newer";
  }
}

package dev.backlot.media.load;

import dev.backlot.media.cutout.CutoutModel;
import dev.backlot.media.ocr.TextReader;

/** The models of this machine, each loaded when it is first used. Thread-safe. */
public record Models(CutoutModel cutout, TextReader reader) implements AutoCloseable {
  /** Those that come with Backlot. */
  public static Models bundled() {
    return new Models(CutoutModel.bundled(), TextReader.bundled());
  }

  @Override
  public void close() {
    cutout.close();
    reader.close();
  }
}

package dev.backlot.media.load;

import dev.backlot.media.cutout.CutoutModel;
import dev.backlot.media.face.FaceFinder;
import dev.backlot.media.ocr.TextReader;
import dev.backlot.media.own.OwnModels;
import dev.backlot.media.safety.SafetyModel;
import dev.backlot.media.upscale.Upscaler;

/**
 * The models of this machine, each loaded when it is first used. Thread-safe.
 *
 * @param own those that the operator brought
 */
public record Models(
    CutoutModel cutout,
    TextReader reader,
    FaceFinder faces,
    SafetyModel safety,
    Upscaler upscaler,
    OwnModels own)
    implements AutoCloseable {
  /** Those that come with Backlot. */
  public static Models bundled() {
    return with(OwnModels.none());
  }

  /** Those that come with Backlot and the operator's. */
  public static Models with(OwnModels own) {
    return new Models(
        CutoutModel.bundled(),
        TextReader.bundled(),
        FaceFinder.bundled(),
        SafetyModel.bundled(),
        Upscaler.bundled(),
        own);
  }

  @Override
  public void close() {
    cutout.close();
    reader.close();
    faces.close();
    safety.close();
    upscaler.close();
    own.close();
  }
}

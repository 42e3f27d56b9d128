package dev.backlot.step.video;

import dev.backlot.media.Imaging;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.step.Step;
import java.util.List;

/** The {@code video.*} family, and what is done to sound. */
public final class VideoSteps {
  private VideoSteps() {}

  /**
   * All of them.
   *
   * @param imaging draws the words that go over videos
   */
  public static List<Step> all(Ffmpeg ffmpeg, Imaging imaging) {
    return List.of(
        ProbeStep.of(ffmpeg),
        ThumbnailStep.of(ffmpeg),
        FramesStep.of(ffmpeg),
        TrimStep.of(ffmpeg),
        TranscodeStep.of(ffmpeg),
        PreviewStep.of(ffmpeg),
        ConcatStep.of(ffmpeg),
        OverlayStep.of(ffmpeg, imaging),
        ExtractStep.of(ffmpeg),
        NormaliseStep.of(ffmpeg));
  }
}

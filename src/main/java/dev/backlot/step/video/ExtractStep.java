package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sound of a video. */
final class ExtractStep {
  private static final StepType TYPE =
      MovieStep.type(
          "audio.extract",
          "Take the sound out of a video",
          List.of(VideoPorts.VIDEO, Span.FROM, Span.TO, Span.SECONDS, SoundFile.FORMAT),
          List.of(Port.of("audio", PortType.AUDIO, "The sound").mandatory()));

  private ExtractStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, ExtractStep::work, Span.END);
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    var clip = job.open("video");
    return Map.of(
        "audio", SoundFile.of(job).make(job, clip, Span.of(job, clip), Optional.empty(), "sound"));
  }
}

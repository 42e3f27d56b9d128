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

/** Sound as loud as a channel wants it. */
final class NormaliseStep {
  private static final StepType TYPE =
      MovieStep.type(
          "audio.normalise",
          "Bring sound to one loudness (EBU R128), measured over all of it",
          List.of(
              Port.of(
                      "audio",
                      PortType.AUDIO,
                      "The sound: MP3, M4A, WAV, FLAC, Ogg, AAC or AIFF; at most 4 GiB and four"
                          + " hours")
                  .mandatory(),
              Port.of(
                      "loudness",
                      PortType.NUMBER,
                      "In LUFS: -14 for streaming, -16 for podcasts, -23 for European broadcast")
                  .between(Loudness.LEAST, Loudness.MOST)
                  .defaultingTo(Value.of(-16)),
              Port.of("peak", PortType.NUMBER, "The highest true peak, in dBTP")
                  .between(-9, 0)
                  .defaultingTo(Value.of(Loudness.PEAK)),
              SoundFile.FORMAT),
          List.of(
              Port.of("audio", PortType.AUDIO, "The sound, with 48,000 samples a second")
                  .mandatory(),
              Port.of("before", PortType.NUMBER, "How loud it was, in LUFS").mandatory()));

  private NormaliseStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, NormaliseStep::work);
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    var clip = job.open("audio");
    var loudness = Loudness.of(job, clip);
    var filter = loudness.filter(job.number("loudness"), job.number("peak"));
    return Map.of(
        "audio",
            SoundFile.of(job).make(job, clip, Film.whole(clip), Optional.of(filter), "normalised"),
        "before", Value.of(loudness.integrated()));
  }
}

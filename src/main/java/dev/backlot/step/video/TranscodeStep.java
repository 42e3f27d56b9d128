package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Command;
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

/** A video in the size and format of a channel. */
final class TranscodeStep {
  private static final StepType TYPE =
      MovieStep.type(
          "video.transcode",
          "Bring a video to the size, format and loudness of a channel",
          List.of(
              VideoPorts.VIDEO,
              Frame.WIDTH,
              Frame.HEIGHT,
              Frame.FIT,
              Frame.BACKGROUND,
              Port.of("fps", PortType.NUMBER, "Frames a second; as they are if left out")
                  .between(1, 120),
              Encoder.FORMAT,
              Encoder.CODEC,
              Encoder.QUALITY,
              VideoPorts.SOUND,
              Port.of(
                      "loudness",
                      PortType.NUMBER,
                      "How loud its sound becomes, in LUFS (EBU R128), such as -14; as it is if"
                          + " left out")
                  .between(Loudness.LEAST, Loudness.MOST)),
          List.of(VideoPorts.RESULT));

  private TranscodeStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, TranscodeStep::work);
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    var clip = job.open("video");
    var frame = Frame.of(job, clip.video());
    var rate = job.input().number("fps").map(fps -> ",fps=" + Command.number(fps)).orElse("");
    var pictures = "[0:%d]%s%s[v]".formatted(clip.video().index(), frame.filter(), rate);
    var film =
        new Film(clip, Film.whole(clip), pictures, sound(job, clip), job.input().flag("audio"));
    return Map.of("video", film.make(job, frame.width() + "x" + frame.height()));
  }

  private static Optional<String> sound(MovieJob job, Clip clip)
      throws IOException, MediaException, InterruptedException {
    var loudness = job.input().number("loudness");
    if (loudness.isEmpty() || !clip.isLoud() || !job.input().flag("audio")) {
      return Optional.empty();
    }
    return Optional.of(Loudness.of(job, clip).filter(loudness.get(), Loudness.PEAK));
  }
}

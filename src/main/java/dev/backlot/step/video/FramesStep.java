package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.ffmpeg.MovieLimits;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.step.OneOf;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Frames as pictures, for whatever pictures are good for. */
final class FramesStep {
  private static final int FRAMES_MAX = 200;

  private static final StepType TYPE =
      MovieStep.type(
          "video.frames",
          "Take frames of a video as pictures",
          List.of(
              VideoPorts.VIDEO,
              Port.of(
                      "count",
                      PortType.INTEGER,
                      "How many, spread evenly; 10 if every is left out too")
                  .between(1, FRAMES_MAX),
              Port.of(
                      "every",
                      PortType.NUMBER,
                      "One at the start and after each so many seconds, at most 200 in all")
                  .between(0.04, MovieLimits.SECONDS_MAX),
              Frame.WIDTH,
              Frame.HEIGHT,
              Frame.FIT,
              Frame.BACKGROUND,
              Still.FORMAT,
              Still.QUALITY),
          List.of(
              Port.of("images", PortType.IMAGE, "The frames, in order").many().mandatory(),
              Port.of("seconds", PortType.NUMBER, "When each is seen").many().mandatory()));

  private FramesStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, FramesStep::work, OneOf.optional("count", "every"));
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    var still = Still.of(job, "video");
    var seconds = seconds(job, still.clip().seconds());
    var images = new ArrayList<Value>();
    for (double second : seconds) {
      images.add(Value.of(still.at(second, "frame-%03d".formatted(images.size() + 1))));
      job.tell(Progress.of("frame", images.size(), seconds.size()));
    }
    return Map.of(
        "images", new Value.ListOf(images),
        "seconds", new Value.ListOf(seconds.stream().map(Value::of).toList()));
  }

  private static List<Double> seconds(MovieJob job, double length) throws MediaException {
    var every = job.input().number("every");
    if (every.isPresent()) {
      return each(every.get(), length);
    }
    int count = job.input().integer("count").orElse(10);
    var seconds = new ArrayList<Double>();
    for (int i = 0; i < count; i++) {
      seconds.add(rounded((i + 0.5) * length / count));
    }
    return seconds;
  }

  private static List<Double> each(double every, double length) throws MediaException {
    if (length / every > FRAMES_MAX) {
      throw MediaException.invalid(
              "expected at most %d frames, but %.0f seconds give %.0f: take at least %.2f"
                  .formatted(FRAMES_MAX, length, Math.ceil(length / every), length / FRAMES_MAX))
          .about("every");
    }
    var seconds = new ArrayList<Double>();
    for (double second = 0; second < length; second += every) {
      seconds.add(rounded(second));
    }
    return seconds;
  }

  private static double rounded(double second) {
    return Math.round(second * 1000) / 1000.0;
  }
}

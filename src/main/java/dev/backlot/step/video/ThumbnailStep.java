package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.ffmpeg.MovieLimits;
import dev.backlot.model.Asset;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.OneOf;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One frame that stands for the video. */
final class ThumbnailStep {
  /** So much of the beginning is looked at for a frame. */
  private static final double LOOK_SECONDS = 10;

  private static final StepType TYPE =
      MovieStep.type(
          "video.thumbnail",
          "Take one frame of a video as its poster",
          List.of(
              VideoPorts.VIDEO,
              Port.of(
                      "at",
                      PortType.NUMBER,
                      "The frame at this second; the most typical of the first ten if left out")
                  .between(0, MovieLimits.SECONDS_MAX),
              Port.of("percent", PortType.NUMBER, "The frame at this share of it, instead of at")
                  .between(0, 100),
              Frame.WIDTH,
              Frame.HEIGHT,
              Frame.FIT,
              Frame.BACKGROUND,
              Still.FORMAT,
              Still.QUALITY),
          List.of(Port.of("image", PortType.IMAGE, "The frame").mandatory()));

  private ThumbnailStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, ThumbnailStep::work, OneOf.optional("at", "percent"));
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    return Map.of("image", Value.of(poster(job, Still.of(job, "video"))));
  }

  private static Asset poster(MovieJob job, Still still)
      throws IOException, MediaException, InterruptedException {
    var at = job.input().number("at");
    var percent = job.input().number("percent");
    double length = still.clip().seconds();
    if (at.isPresent() && at.get() > length) {
      throw MediaException.invalid(
              "expected a second within the %.2f there are, but %.2f".formatted(length, at.get()))
          .about("at");
    }
    var second = at.or(() -> percent.map(share -> share * length / 100));
    return second.isPresent()
        ? still.at(second.get(), "poster")
        : still.typical(0, Math.min(length, LOOK_SECONDS), "poster");
  }
}

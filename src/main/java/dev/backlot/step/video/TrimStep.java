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

/** A piece of a video. */
final class TrimStep {
  private static final StepType TYPE =
      MovieStep.type(
          "video.trim",
          "Cut a piece out of a video",
          List.of(
              VideoPorts.VIDEO,
              Span.FROM,
              Span.TO,
              Span.SECONDS,
              Port.of(
                      "exact",
                      PortType.BOOLEAN,
                      "Whether it is cut at the frame and encoded anew; otherwise it is copied"
                          + " without loss, in its own format (MP4, MOV or WebM), from the key"
                          + " frame before")
                  .defaultingTo(Value.of(true)),
              VideoPorts.SOUND,
              Encoder.FORMAT,
              Encoder.CODEC,
              Encoder.QUALITY),
          List.of(VideoPorts.RESULT));

  private TrimStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, TrimStep::work, Span.END);
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    var clip = job.open("video");
    var span = Span.of(job, clip);
    return Map.of(
        "video", job.input().flag("exact") ? exact(job, clip, span) : copied(job, clip, span));
  }

  private static Value exact(MovieJob job, Clip clip, Span span)
      throws IOException, MediaException, InterruptedException {
    var frame = Frame.inside(clip.video(), clip.video().width(), clip.video().height());
    var pictures = "[0:%d]%s[v]".formatted(clip.video().index(), frame.filter());
    return new Film(clip, span, pictures, Optional.empty(), job.input().flag("audio"))
        .make(job, "trimmed");
  }

  private static Value copied(MovieJob job, Clip clip, Span span)
      throws IOException, MediaException, InterruptedException {
    var format =
        switch (clip.asset().mediaType()) {
          case "video/webm" -> "webm";
          case "video/mp4", "video/quicktime" -> "mp4";
          default ->
              throw MediaException.invalid(
                      "expected true, as only MP4, MOV and WebM are copied without loss")
                  .about("exact");
        };
    var file = job.newFile(format);
    var command = new Command().input(clip.source(), span.part());
    command.with("-map", "0:" + clip.video().index());
    if (clip.isLoud() && job.input().flag("audio")) {
      command.with("-map", "0:" + clip.sound().index());
    }
    command.with("-c", "copy", "-avoid_negative_ts", "make_zero");
    job.run(command.lasting(span.seconds()).to(file, format), "video");
    return job.keepMovie(clip, file, "trimmed", span.seconds());
  }
}

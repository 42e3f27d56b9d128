package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.ffmpeg.Command;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.ffmpeg.MovieLimits;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A moving picture that plays where videos do not: in mails, chats and tables. */
final class PreviewStep {
  private static final StepType TYPE =
      MovieStep.type(
          "video.preview",
          "Make a short animated GIF or WebP of a video",
          List.of(
              VideoPorts.VIDEO,
              Span.FROM,
              Port.of("seconds", PortType.NUMBER, "How long it is; the rest if there is less")
                  .between(0.2, 30)
                  .defaultingTo(Value.of(3)),
              Port.of("width", PortType.INTEGER, "Width in pixels; the height follows")
                  .between(16, 1280)
                  .defaultingTo(Value.of(480)),
              Port.of("fps", PortType.NUMBER, "Frames a second")
                  .between(1, 30)
                  .defaultingTo(Value.of(10)),
              Port.of("format", PortType.TEXT, "WebP is far smaller and keeps all colours")
                  .oneOf("gif", "webp")
                  .defaultingTo(Value.of("gif")),
              Port.of("quality", PortType.INTEGER, "1 (small) to 100 (best); GIF ignores it")
                  .between(1, 100)
                  .defaultingTo(Value.of(70))),
          List.of(Port.of("image", PortType.IMAGE, "The animation").mandatory()));

  private PreviewStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, PreviewStep::work);
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    var clip = job.open("video");
    var span = span(job, clip);
    var frame = Frame.inside(clip.video(), job.integer("width"), MovieLimits.SIDE_MAX);
    double fps = job.number("fps");
    if (frame.width() * (double) frame.height() * fps * span.seconds() > MediaLimits.PIXELS_MAX) {
      throw MediaException.invalid(
              "expected at most 100 megapixels in all frames together, but %.0f frames of %d x %d"
                  .formatted(fps * span.seconds(), frame.width(), frame.height()))
          .about("width");
    }
    var format = job.text("format");
    var file = job.newFile(format);
    var filter =
        "[0:%d]fps=%s,%s%s[v]"
            .formatted(clip.video().index(), Command.number(fps), frame.filter(), colours(format));
    job.run(
        new Command()
            .input(clip.source(), span.part())
            .lasting(span.seconds())
            .with("-filter_complex", filter, "-map", "[v]", "-loop", "0")
            .with(encoding(job, format))
            .to(file, format),
        "video");
    return Map.of("image", Value.of(job.keep(clip, file, "preview")));
  }

  private static Span span(MovieJob job, Clip clip) throws MediaException {
    double from = job.input().number("from").orElse(0.0);
    double left = clip.seconds() - from;
    if (left < 0.1) {
      throw MediaException.invalid(
              "expected a start within the %.2f seconds there are, but %.2f"
                  .formatted(clip.seconds(), from))
          .about("from");
    }
    return new Span(from, Math.min(job.number("seconds"), left));
  }

  /** A GIF has 256 colours: those that its own frames need. */
  private static String colours(String format) {
    return format.equals("gif")
        ? ",split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer:bayer_scale=3"
        : ",format=yuv420p";
  }

  private static List<String> encoding(MovieJob job, String format) {
    return format.equals("gif")
        ? List.of("-c:v", "gif")
        : List.of("-c:v", "libwebp_anim", "-quality", String.valueOf(job.integer("quality")));
  }
}

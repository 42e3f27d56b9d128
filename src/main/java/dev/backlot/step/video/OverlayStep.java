package dev.backlot.step.video;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.Picture;
import dev.backlot.media.Studio;
import dev.backlot.media.TextStyle;
import dev.backlot.media.Typefaces;
import dev.backlot.media.ffmpeg.Command;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.ffmpeg.MovieLimits;
import dev.backlot.media.ffmpeg.Source;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.OneOf;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import dev.backlot.step.image.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A picture or words over a video. */
final class OverlayStep {
  private static final StepType TYPE =
      MovieStep.type(
          "video.overlay",
          "Lay a picture or words over a video: a logo, a title, a label",
          List.of(
              VideoPorts.VIDEO,
              Port.of("image", PortType.IMAGE, "The picture: PNG, JPEG or WebP"),
              Port.of("text", PortType.TEXT, "The words, instead of a picture").between(1, 500),
              Port.of("position", PortType.TEXT, "Where it stands")
                  .oneOf(Placement.words())
                  .defaultingTo(Value.of("bottom-right")),
              Port.of("width", PortType.NUMBER, "Width as a share of the video's; of words at most")
                  .between(0.02, 1)
                  .defaultingTo(Value.of(0.25)),
              Port.of("margin", PortType.NUMBER, "Space to the edges, a share of the shorter side")
                  .between(0, 0.45)
                  .defaultingTo(Value.of(0.04)),
              Port.of("opacity", PortType.NUMBER, "1 hides what is below")
                  .between(0, 1)
                  .defaultingTo(Value.of(1)),
              Port.of("from", PortType.NUMBER, "Second at which it appears")
                  .between(0, MovieLimits.SECONDS_MAX),
              Port.of("to", PortType.NUMBER, "Second at which it goes; the end if left out")
                  .between(0, MovieLimits.SECONDS_MAX),
              Port.of("font", PortType.TEXT, "Family name of a font that is installed or your own")
                  .between(1, 100)
                  .defaultingTo(Value.of(Typefaces.STANDARD)),
              Port.of("bold", PortType.BOOLEAN, "Whether letters are bold")
                  .defaultingTo(Value.of(false)),
              Port.of(
                      "size",
                      PortType.NUMBER,
                      "Height of a line of words, a share of the shorter side")
                  .between(0.01, 0.5)
                  .defaultingTo(Value.of(0.07)),
              Port.of("colour", PortType.TEXT, "Colour of the words, such as #f3efe8")
                  .defaultingTo(Value.of("#ffffff")),
              Port.of(
                  "background",
                  PortType.TEXT,
                  "Colour of a box behind the words, such as #000000aa"),
              VideoPorts.SOUND,
              Encoder.FORMAT,
              Encoder.CODEC,
              Encoder.QUALITY),
          List.of(VideoPorts.RESULT));

  /** What lies over the video, in pixels of it. */
  private record Layer(Source source, int width, int height) {}

  private OverlayStep() {}

  static Step of(Ffmpeg ffmpeg, Imaging imaging) {
    var type = TYPE.dependingOn(imaging.typefaces().fingerprint());
    return new MovieStep(ffmpeg, type, job -> work(job, imaging), OneOf.required("image", "text"));
  }

  private static Map<String, Value> work(MovieJob job, Imaging imaging)
      throws IOException, MediaException, InterruptedException {
    var clip = job.open("video");
    var frame = Frame.inside(clip.video(), clip.video().width(), clip.video().height());
    var layer =
        job.input().text("text").isPresent() ? words(job, imaging, frame) : picture(job, frame);
    var film =
        new Film(
            clip,
            Film.whole(clip),
            graph(job, clip, frame, layer),
            Optional.empty(),
            job.input().flag("audio"));
    var command = new Command().input(clip.source()).input(layer.source());
    return Map.of("video", film.make(job, command, "overlaid"));
  }

  private static String graph(MovieJob job, Clip clip, Frame frame, Layer layer)
      throws MediaException {
    int margin = (int) Math.round(job.number("margin") * shorter(frame));
    var place =
        Placement.parse(job.text("position"))
            .place(layer.width(), layer.height(), frame.width(), frame.height(), margin);
    return "[0:%d]%s[under];[1:0]scale=%d:%d,format=rgba,colorchannelmixer=aa=%s[over];[under][over]overlay=%d:%d%s[v]"
        .formatted(
            clip.video().index(),
            frame.filter(),
            layer.width(),
            layer.height(),
            Command.number(job.number("opacity")),
            place.left(),
            place.top(),
            when(job, clip));
  }

  private static String when(MovieJob job, Clip clip) throws MediaException {
    var from = job.input().number("from");
    var to = job.input().number("to");
    if (from.isEmpty() && to.isEmpty()) {
      return "";
    }
    double start = from.orElse(0.0);
    double end = to.orElse((double) MovieLimits.SECONDS_MAX);
    if (end <= start) {
      throw MediaException.invalid("expected an end after the start").about("to");
    }
    if (from.isPresent() && start >= clip.seconds()) {
      throw MediaException.invalid(
              "expected a start before the end at %.2f seconds, but %.2f"
                  .formatted(clip.seconds(), start))
          .about("from");
    }
    return ":enable='between(t,%s,%s)'".formatted(Command.number(start), Command.number(end));
  }

  private static Layer picture(MovieJob job, Frame frame) throws IOException, MediaException {
    try {
      var file = job.picture("image");
      var facts = MediaProbe.picture(file);
      double scale = job.number("width") * frame.width() / facts.width();
      scale = Math.min(scale, (double) frame.height() / facts.height());
      return new Layer(
          Source.picture(file),
          Math.max(1, (int) Math.round(facts.width() * scale)),
          Math.max(1, (int) Math.round(facts.height() * scale)));
    } catch (MediaException refused) {
      throw refused.about("image");
    }
  }

  /** Words are drawn as a picture by the engine of pictures, which knows scripts and fonts. */
  private static Layer words(MovieJob job, Imaging imaging, Frame frame)
      throws IOException, MediaException {
    var file = job.newFile("png");
    var colour = job.colour("colour");
    int size = Math.clamp(Math.round(job.number("size") * shorter(frame)), 4, 2000);
    int width =
        Math.clamp(Math.round(job.number("width") * frame.width()), 4, MediaLimits.SIDE_MAX);
    var style =
        new TextStyle(job.text("font"), job.input().flag("bold"), size, colour, width, align(job));
    try (var studio = imaging.studio()) {
      boxed(job, studio, studio.text(job.text("text"), style), size)
          .write(file, Encoding.intermediate());
      return layer(file, frame);
    } catch (MediaException refused) {
      throw refused.orAbout("text");
    }
  }

  private static Picture boxed(MovieJob job, Studio studio, Picture words, int size)
      throws MediaException {
    if (job.input().text("background").isEmpty()) {
      return words;
    }
    int padding = Math.max(1, size / 3);
    return studio
        .canvas(words.width() + 2 * padding, words.height() + 2 * padding, job.colour("background"))
        .overlay(words, padding, padding);
  }

  private static Layer layer(Path file, Frame frame) throws IOException, MediaException {
    var facts = MediaProbe.picture(file);
    if (facts.width() > frame.width() || facts.height() > frame.height()) {
      throw MediaException.invalid(
          "expected words that fit into %d x %d pixels, but they take %d x %d: make them smaller or wider"
              .formatted(frame.width(), frame.height(), facts.width(), facts.height()));
    }
    return new Layer(Source.picture(file), facts.width(), facts.height());
  }

  private static TextStyle.Align align(MovieJob job) {
    return switch (Placement.parse(job.text("position"))) {
      case LEFT, TOP_LEFT, BOTTOM_LEFT -> TextStyle.Align.LOW;
      case RIGHT, TOP_RIGHT, BOTTOM_RIGHT -> TextStyle.Align.HIGH;
      case CENTRE, TOP, BOTTOM -> TextStyle.Align.CENTRE;
    };
  }

  private static int shorter(Frame frame) {
    return Math.min(frame.width(), frame.height());
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.TextStyle;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes words on a picture. */
final class TextStep implements Step {
  /** How far a box reaches beyond its words, as a share of the letters' size. */
  private static final double PADDING = 0.45;

  private static final StepType TYPE =
      Ports.type(
          "image.text",
          2,
          "Write words on a picture",
          List.of(
              Ports.PICTURE,
              Port.of(
                      "text",
                      PortType.TEXT,
                      "The words; long lines wrap, and Arabic or Hebrew runs from right to left")
                  .mandatory()
                  .between(1, 2000),
              Port.of(
                      "size",
                      PortType.INTEGER,
                      "Size of the letters in pixels; with a box the greatest size")
                  .between(4, 2000)
                  .defaultingTo(Value.of(48)),
              Ports.side(
                  "width", "Width of a box in pixels: letters shrink until the words fit it"),
              Ports.side(
                  "height", "Height of a box in pixels: letters shrink until the words fit it"),
              Ports.integer("size_min", 4, 2000, 12, "With a box: smallest size of the letters"),
              Ports.text("colour", "#1f1b16", "Colour of the letters"),
              Ports.text(
                  "font",
                  "DejaVu Sans",
                  "Family name of a font that is installed or your own; letters it lacks are taken"
                      + " from others"),
              Ports.flag("bold", false, "Whether the letters are bold"),
              Ports.placement("position", Placement.BOTTOM, "Where the words stand"),
              Ports.margin(0.05),
              Port.of(
                  "background",
                  PortType.TEXT,
                  "Colour of a box behind the words, such as #ffffffcc"),
              Ports.FORMAT,
              Ports.QUALITY),
          List.of(Ports.RESULT));

  private final Imaging imaging;
  private final StepType type;

  TextStep(Imaging imaging) {
    this.imaging = imaging;
    this.type = TYPE.dependingOn(imaging.typefaces().fingerprint());
  }

  @Override
  public StepType type() {
    return type;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.format(imaging, literals)
        .or(() -> Checks.colour(literals, "colour"))
        .or(() -> Checks.colour(literals, "background"))
        .or(() -> Checks.font(imaging, literals));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, TextStep::write);
  }

  private static Map<String, Value> write(PictureJob job) throws IOException, MediaException {
    var picture = job.open("image");
    int margin = job.margin(picture.width(), picture.height());
    var words = boxed(job, words(job, picture.width() - 2 * margin, picture.height() - 2 * margin));
    var place =
        job.placement("position")
            .place(words.width(), words.height(), picture.width(), picture.height(), margin);
    var written = picture.overlay(words, place.left(), place.top());
    return Map.of("image", job.store(written, job.encoding(picture.hasAlpha()), "text"));
  }

  private static Picture words(PictureJob job, int room, int roomDown) throws MediaException {
    int size = job.integer("size");
    int width = Math.min(room, job.input().integer("width").orElse(room));
    var style =
        new TextStyle(
            job.text("font"),
            job.input().flag("bold"),
            size,
            job.colour("colour"),
            Math.max(1, width - 2 * padding(job)),
            TextContent.along(job.placement("position")));
    try {
      return isBoxed(job)
          ? FittedText.draw(
              job.studio(),
              job.text("text"),
              style,
              Math.min(size, job.integer("size_min")),
              Math.min(roomDown, job.input().integer("height").orElse(roomDown)) - 2 * padding(job),
              true)
          : job.studio().text(job.text("text"), style);
    } catch (MediaException refused) {
      throw refused.orAbout("text");
    }
  }

  private static boolean isBoxed(PictureJob job) {
    return job.input().integer("width").isPresent() || job.input().integer("height").isPresent();
  }

  private static Picture boxed(PictureJob job, Picture words) throws MediaException {
    if (job.input().text("background").isEmpty()) {
      return words;
    }
    int padding = padding(job);
    int width = words.width() + 2 * padding;
    int height = words.height() + 2 * padding;
    return job.studio()
        .canvas(width, height, job.colour("background"))
        .overlay(words, padding, padding);
  }

  private static int padding(PictureJob job) {
    if (job.input().text("background").isEmpty()) {
      return 0;
    }
    double padding = job.integer("size") * PADDING;
    for (var side : List.of("width", "height")) {
      padding = Math.min(padding, job.input().integer(side).orElse(MediaLimits.SIDE_MAX) * 0.12);
    }
    return (int) Math.round(padding);
  }
}

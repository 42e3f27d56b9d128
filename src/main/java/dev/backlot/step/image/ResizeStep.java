package dev.backlot.step.image;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.Scaling.Fit;
import dev.backlot.media.face.FaceFinder;
import dev.backlot.model.Failure;
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

/** Makes a picture fit a box. */
final class ResizeStep implements Step {
  private static final StepType TYPE =
      Ports.type(
          "image.resize",
          2,
          "Scale a picture into a box",
          List.of(
              Ports.PICTURE,
              Ports.side(
                  "width", "Width of the box in pixels; follows from the height if left out"),
              Ports.side(
                  "height", "Height of the box in pixels; follows from the width if left out"),
              Ports.text(
                      "fit",
                      "inside",
                      "inside keeps the whole picture; pad keeps it and fills the rest of the box"
                          + " with the background; fill stretches. The others fill the box and cut:"
                          + " cover evenly; smart where edges, colours and skin are fewest; entropy"
                          + " where least differs; focal around a point; face around faces, and as"
                          + " smart where there are none")
                  .oneOf("inside", "pad", "cover", "fill", "smart", "entropy", "focal", "face"),
              Ports.share(
                  "focus_x", 0.5, "With focal: the point that stays, 0 (left) to 1 (right)"),
              Ports.share(
                  "focus_y", 0.5, "With focal: the point that stays, 0 (top) to 1 (bottom)"),
              Ports.colour("background", "#ffffff", "With pad: colour of the rest"),
              Ports.flag("enlarge", false, "Whether a picture smaller than the box may grow"),
              Ports.FORMAT,
              Ports.QUALITY),
          List.of(Ports.RESULT));

  private final Imaging imaging;
  private final FaceFinder finder;

  ResizeStep(Imaging imaging, FaceFinder finder) {
    this.imaging = imaging;
    this.finder = finder;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.all(imaging, TYPE, literals);
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::resize);
  }

  private Map<String, Value> resize(PictureJob job) throws IOException, MediaException {
    var encoding = job.encoding(job.asset("image").mediaType().equals("image/png"));
    return switch (job.text("fit")) {
      case "pad" -> Map.of("image", job.store(padded(job), encoding, "resized"));
      case "focal" -> Map.of("image", job.store(focused(job), encoding, "resized"));
      case "face" -> aroundFaces(job, encoding);
      case String fit -> quickly(job, encoding, Fit.parse(fit));
    };
  }

  private Map<String, Value> quickly(PictureJob job, Encoding encoding, Fit fit)
      throws IOException, MediaException {
    var scaling = scaling(job, fit);
    var file = job.newFile(encoding.format());
    try {
      imaging.thumbnail(job.file("image"), scaling, file, encoding);
    } catch (MediaException refused) {
      throw refused.about("image");
    }
    return Map.of("image", job.keep(file, encoding.format(), "resized"));
  }

  private static Picture padded(PictureJob job) throws IOException, MediaException {
    var scaling = scaling(job, Fit.INSIDE);
    var picture = job.open("image").resize(scaling);
    var place =
        Placement.CENTRE.place(
            picture.width(), picture.height(), scaling.width(), scaling.height(), 0);
    return job.studio()
        .canvas(scaling.width(), scaling.height(), job.colour("background"))
        .overlay(picture, place.left(), place.top());
  }

  private static Picture focused(PictureJob job) throws IOException, MediaException {
    return cut(job, job.open("image"), job.number("focus_x"), job.number("focus_y"));
  }

  private static Picture cut(PictureJob job, Picture picture, double x, double y)
      throws MediaException {
    var scaling = scaling(job, Fit.COVER);
    return ImageContent.Focus.cut(picture, scaling.width(), scaling.height(), x, y);
  }

  private Map<String, Value> aroundFaces(PictureJob job, Encoding encoding)
      throws IOException, MediaException {
    var picture = job.open("image");
    var focus = FaceFocus.in(picture, finder);
    if (focus.isEmpty()) {
      return quickly(job, encoding, Fit.SMART);
    }
    var cut = cut(job, picture, focus.get().x(), focus.get().y());
    return Map.of("image", job.store(cut, encoding, "resized"));
  }

  private static Scaling scaling(PictureJob job, Fit fit) throws MediaException {
    var width = job.input().integer("width");
    var height = job.input().integer("height");
    if (width.isEmpty() && height.isEmpty()) {
      throw MediaException.invalid("expected a width, a height or both, but neither is given")
          .about("width");
    }
    if (!job.text("fit").equals("inside") && (width.isEmpty() || height.isEmpty())) {
      throw MediaException.invalid("expected a width and a height for fit " + job.text("fit"))
          .about("fit");
    }
    job.checkSize(
        width.orElseGet(
            () -> other(height.orElse(1), job.asset("image").width(), job.asset("image").height())),
        height.orElseGet(
            () -> other(width.orElse(1), job.asset("image").height(), job.asset("image").width())));
    return new Scaling(
        width.orElse(MediaLimits.SIDE_MAX),
        height.orElse(MediaLimits.SIDE_MAX),
        fit,
        job.input().flag("enlarge"));
  }

  /** The side that follows from the given one, at most what a picture may have. */
  private static int other(int given, int along, int across) {
    return across == 0
        ? given
        : (int) Math.min(MediaLimits.SIDE_MAX, (long) given * along / across);
  }
}

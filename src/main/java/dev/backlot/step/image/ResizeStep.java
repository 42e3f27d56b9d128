package dev.backlot.step.image;

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
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a picture fit a box. */
final class ResizeStep implements PictureEdit {
  private static final StepType TYPE =
      Ports.joined(
          Ports.type(
              "image.resize",
              4,
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
                          "inside keeps the whole picture; pad keeps it and fills the rest of the"
                              + " box with the background; fill stretches. The others fill the box"
                              + " and cut: cover evenly; smart where edges, colours and skin are"
                              + " fewest; entropy where least differs; focal around a point; face"
                              + " around faces, and as smart where there are none")
                      .oneOf("inside", "pad", "cover", "fill", "smart", "entropy", "focal", "face"),
                  Ports.share(
                      "focus_x", 0.5, "With focal: the point that stays, 0 (left) to 1 (right)"),
                  Ports.share(
                      "focus_y", 0.5, "With focal: the point that stays, 0 (top) to 1 (bottom)"),
                  Ports.colour("background", "#ffffff", "With pad: colour of the rest"),
                  Ports.flag("enlarge", false, "Whether a picture smaller than the box may grow"),
                  Ports.FORMAT,
                  Ports.QUALITY),
              List.of(Ports.RESULT)));

  private static final String NO_BOX = "expected a width, a height or both, but neither is given";

  private static final String HALF_A_BOX = "expected a width and a height for fit ";

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
    return Checks.all(imaging, TYPE, literals).or(() -> box(literals));
  }

  private static Optional<Failure.Invalid> box(Literals literals) {
    if (literals.lacks("width") && literals.lacks("height")) {
      return Optional.of(new Failure.Invalid("width", NO_BOX));
    }
    return literals
        .text("fit")
        .filter(fit -> !fit.equals("inside"))
        .filter(_ -> literals.lacks("width") || literals.lacks("height"))
        .map(fit -> new Failure.Invalid("fit", HALF_A_BOX + fit));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::resize);
  }

  private Map<String, Value> resize(PictureJob job) throws IOException, MediaException {
    var picture = first(job, job);
    return Map.of("image", job.store(picture, job.encoding(picture.hasAlpha()), "resized"));
  }

  @Override
  public Picture on(PictureJob job, Picture picture) throws MediaException {
    int width = picture.width();
    int height = picture.height();
    return switch (job.text("fit")) {
      case "pad" -> {
        var scaling = scaling(job, Fit.INSIDE, width, height);
        yield padded(job, picture.resize(scaling), scaling);
      }
      case "focal" -> cut(job, picture, job.number("focus_x"), job.number("focus_y"));
      case "face" -> {
        var focus = FaceFocus.in(picture, finder);
        yield focus.isPresent()
            ? cut(job, picture, focus.get().x(), focus.get().y())
            : picture.resize(scaling(job, Fit.SMART, width, height));
      }
      case String fit -> picture.resize(scaling(job, Fit.parse(fit), width, height));
    };
  }

  @Override
  public Picture first(PictureJob job, PictureJob whole) throws IOException, MediaException {
    var asset = whole.asset("image");
    return switch (job.text("fit")) {
      case "pad" -> {
        var scaling = scaling(job, Fit.INSIDE, asset.width(), asset.height());
        yield padded(job, whole.open("image", scaling), scaling);
      }
      case "focal" -> on(job, whole.open("image"));
      case "face" -> {
        var picture = whole.open("image");
        var focus = FaceFocus.in(picture, finder);
        yield focus.isPresent()
            ? cut(job, picture, focus.get().x(), focus.get().y())
            : quickly(job, whole, Fit.SMART);
      }
      case String fit -> quickly(job, whole, Fit.parse(fit));
    };
  }

  private static Picture quickly(PictureJob job, PictureJob whole, Fit fit)
      throws IOException, MediaException {
    var asset = whole.asset("image");
    return whole.open("image", scaling(job, fit, asset.width(), asset.height()));
  }

  private static Picture padded(PictureJob job, Picture picture, Scaling scaling)
      throws MediaException {
    var place =
        Placement.CENTRE.place(
            picture.width(), picture.height(), scaling.width(), scaling.height(), 0);
    return job.studio()
        .canvas(scaling.width(), scaling.height(), job.colour("background"))
        .overlay(picture, place.left(), place.top());
  }

  private static Picture cut(PictureJob job, Picture picture, double x, double y)
      throws MediaException {
    var scaling = scaling(job, Fit.COVER, picture.width(), picture.height());
    return ImageContent.Focus.cut(picture, scaling.width(), scaling.height(), x, y);
  }

  private static Scaling scaling(PictureJob job, Fit fit, int wide, int high)
      throws MediaException {
    var width = job.input().integer("width");
    var height = job.input().integer("height");
    if (width.isEmpty() && height.isEmpty()) {
      throw MediaException.invalid(NO_BOX).about("width");
    }
    if (!job.text("fit").equals("inside") && (width.isEmpty() || height.isEmpty())) {
      throw MediaException.invalid(HALF_A_BOX + job.text("fit")).about("fit");
    }
    job.checkSize(
        width.orElseGet(() -> other(height.orElse(1), wide, high)),
        height.orElseGet(() -> other(width.orElse(1), high, wide)));
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

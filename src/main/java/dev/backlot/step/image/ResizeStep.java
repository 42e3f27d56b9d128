package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Scaling;
import dev.backlot.media.Scaling.Fit;
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
                      "inside keeps the whole picture; cover fills the box and cuts evenly; smart"
                          + " cuts where least is to be seen; fill stretches")
                  .oneOf("inside", "cover", "fill", "smart"),
              Ports.flag("enlarge", false, "Whether a picture smaller than the box may grow"),
              Ports.FORMAT,
              Ports.QUALITY),
          List.of(Ports.RESULT));

  private final Imaging imaging;

  ResizeStep(Imaging imaging) {
    this.imaging = imaging;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.format(imaging, literals);
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::resize);
  }

  private Map<String, Value> resize(PictureJob job) throws IOException, MediaException {
    var scaling = scaling(job);
    var encoding = job.encoding(job.asset("image").mediaType().equals("image/png"));
    var file = job.newFile(encoding.format());
    try {
      imaging.thumbnail(job.file("image"), scaling, file, encoding);
    } catch (MediaException refused) {
      throw refused.about("image");
    }
    return Map.of("image", job.keep(file, encoding.format(), "resized"));
  }

  private static Scaling scaling(PictureJob job) throws MediaException {
    var width = job.input().integer("width");
    var height = job.input().integer("height");
    var fit = Fit.parse(job.text("fit"));
    if (width.isEmpty() && height.isEmpty()) {
      throw MediaException.invalid("expected a width, a height or both, but neither is given")
          .about("width");
    }
    if (fit != Fit.INSIDE && (width.isEmpty() || height.isEmpty())) {
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

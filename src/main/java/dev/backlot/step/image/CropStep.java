package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.face.FaceFinder;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Cuts a part out of a picture: a box in pixels, or the largest part of a given shape. */
final class CropStep implements PictureEdit {
  private static final String FACE = "face";

  private static final StepType TYPE =
      Ports.joined(
          Ports.type(
              "image.crop",
              "Cut a part out of a picture",
              List.of(
                  Ports.PICTURE,
                  offset("left", "Left edge of the box in pixels from the left"),
                  offset("top", "Top edge of the box in pixels from the top"),
                  Ports.side(
                      "width", "Width of the box in pixels; up to the right edge if left out"),
                  Ports.side(
                      "height", "Height of the box in pixels; down to the bottom edge if left out"),
                  Port.of(
                      "aspect",
                      PortType.TEXT,
                      "Shape such as 4:5, instead of a box: the largest such part is kept"),
                  Ports.placement(
                          "position",
                          Placement.CENTRE,
                          "Which part is kept with aspect; face keeps what is around faces, and the"
                              + " centre where there are none")
                      .oneOf(positions()),
                  Ports.FORMAT,
                  Ports.QUALITY),
              List.of(Ports.RESULT)));

  private final Imaging imaging;
  private final FaceFinder finder;

  CropStep(Imaging imaging, FaceFinder finder) {
    this.imaging = imaging;
    this.finder = finder;
  }

  private static String[] positions() {
    return Stream.concat(Arrays.stream(Placement.words()), Stream.of(FACE)).toArray(String[]::new);
  }

  private static Port offset(String name, String description) {
    return Port.of(name, PortType.INTEGER, description)
        .between(0, MediaLimits.SIDE_MAX)
        .defaultingTo(Value.of(0));
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.format(imaging, literals).or(() -> Aspect.refuse(literals));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::cropped);
  }

  private Map<String, Value> cropped(PictureJob job) throws IOException, MediaException {
    var picture = on(job, job.open("image"));
    return Map.of("image", job.store(picture, job.encoding(picture.hasAlpha()), "cropped"));
  }

  @Override
  public Picture on(PictureJob job, Picture picture) throws MediaException {
    var aspect = Aspect.of(job);
    return picture.crop(
        aspect.isPresent() ? shaped(job, picture, aspect.get()) : given(job, picture));
  }

  private Box shaped(PictureJob job, Picture picture, Aspect aspect) {
    double ratio = aspect.ratio();
    int width = Math.clamp(Math.round(picture.height() * ratio), 1, picture.width());
    int height = Math.clamp(Math.round(picture.width() / ratio), 1, picture.height());
    return job.text("position").equals(FACE)
        ? aroundFaces(picture, width, height)
        : job.placement("position").place(width, height, picture.width(), picture.height(), 0);
  }

  private Box aroundFaces(Picture picture, int width, int height) {
    var focus = FaceFocus.in(picture, finder).orElse(new FaceFocus(0.5, 0.5));
    return ImageContent.Focus.around(
        focus.x(), focus.y(), width, height, picture.width(), picture.height());
  }

  private static Box given(PictureJob job, Picture picture) throws MediaException {
    int left = job.integer("left");
    int top = job.integer("top");
    int width = job.input().integer("width").orElse(picture.width() - left);
    int height = job.input().integer("height").orElse(picture.height() - top);
    var box = new Box(left, top, width, height);
    if (!box.isWithin(picture.width(), picture.height())) {
      throw MediaException.invalid(
              "expected a box within the picture of %d x %d, but it spans %d to %d across and %d to %d down"
                  .formatted(
                      picture.width(), picture.height(), left, box.right(), top, box.bottom()))
          .about("width");
    }
    return box;
  }
}

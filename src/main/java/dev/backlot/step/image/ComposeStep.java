package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
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

/** Sets a cut-out subject on a backdrop, with a shadow: the picture a shop shows. */
final class ComposeStep implements Step {
  /** Alpha below which a border pixel counts as empty. */
  private static final int EMPTY = 12;

  private static final StepType TYPE =
      Ports.type(
          "image.compose",
          2,
          "Set a cut-out on a backdrop with a soft shadow",
          List.of(
              Port.of("image", PortType.IMAGE, "The subject, usually a cut-out with transparency")
                  .mandatory(),
              Ports.side("width", "Width of the result in pixels").mandatory(),
              Ports.side("height", "Height of the result in pixels").mandatory(),
              Ports.text("background", "#f3efe8", "Colour of the backdrop"),
              Ports.share(
                  "light",
                  0.5,
                  "How much a lamp brightens the middle of the backdrop; 0 is one flat colour"),
              Port.of(
                  "backdrop",
                  PortType.IMAGE,
                  "A picture to fill the backdrop with, instead of a colour"),
              Ports.placement("placement", Placement.CENTRE, "Where the subject stands"),
              Ports.margin(0.1),
              Ports.flag(
                  "trim",
                  true,
                  "Whether empty borders are cut off first, so that the subject fills its place"),
              Ports.share("shadow", 0.6, "How dark the subject's shadow is; 0 is none"),
              Ports.format().defaultingTo(Value.of("jpeg")),
              Ports.QUALITY),
          List.of(Ports.RESULT));

  private final Imaging imaging;

  ComposeStep(Imaging imaging) {
    this.imaging = imaging;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.format(imaging, literals).or(() -> Checks.colour(literals, "background"));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, ComposeStep::compose);
  }

  private static Map<String, Value> compose(PictureJob job) throws IOException, MediaException {
    int width = job.integer("width");
    int height = job.integer("height");
    job.checkSize(width, height);
    int margin = job.margin(width, height);
    var encoding = job.encoding(false);
    var subject =
        subject(job)
            .resize(new Scaling(width - 2 * margin, height - 2 * margin, Scaling.Fit.INSIDE, true));
    var place =
        job.placement("placement").place(subject.width(), subject.height(), width, height, margin);
    var ground =
        DropShadow.cast(subject, backdrop(job, width, height), place, job.number("shadow"));
    var finished = ground.overlay(subject, place.left(), place.top());
    return Map.of("image", job.store(finished, encoding, width + "x" + height));
  }

  private static Picture subject(PictureJob job) throws IOException, MediaException {
    var picture = job.open("image");
    if (!picture.hasAlpha() || !job.input().flag("trim")) {
      return picture;
    }
    return picture.crop(picture.pixels().visible(EMPTY));
  }

  private static Picture backdrop(PictureJob job, int width, int height)
      throws IOException, MediaException {
    if (job.input().asset("backdrop").isPresent()) {
      return job.open("backdrop", new Scaling(width, height, Scaling.Fit.COVER, true))
          .flatten(job.colour("background"));
    }
    return job.studio()
        .picture(StudioLight.on(job.colour("background"), width, height, job.number("light")));
  }
}

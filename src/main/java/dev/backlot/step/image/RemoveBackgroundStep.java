package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.Encoding;
import dev.backlot.media.GoingOn;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.cutout.Cutout;
import dev.backlot.media.cutout.CutoutModel;
import dev.backlot.media.own.OwnModel;
import dev.backlot.media.own.OwnModels;
import dev.backlot.model.Failure;
import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.OneOf;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cuts a picture's main subject out of its background. */
final class RemoveBackgroundStep implements Step {
  private static final String NONE =
      "there are no models of your own that give a mask: name their folder with --models"
          + " (docs/models.md)";

  private static final StepType TYPE =
      Ports.type(
          "image.remove-background",
          3,
          "Cut the main subject out of its background",
          List.of(
              Port.of(
                      "image",
                      PortType.IMAGE,
                      "The picture: JPEG, PNG, WebP, AVIF or GIF, still, at most 25 megapixels")
                  .mandatory(),
              Port.of(
                  "model",
                  PortType.TEXT,
                  "A model of your own that gives a mask, such as BiRefNet, MODNet or ISNet,"
                      + " instead of u2netp: backlot doctor lists those there are, docs/models.md"
                      + " says how to add one"),
              Ports.flag(
                  "mask",
                  false,
                  "Whether to give the mask as a picture of its own: white where the subject is"),
              Ports.flag("trim", false, "Whether what lies around the subject is cut off"),
              Port.of(
                  "background",
                  PortType.TEXT,
                  "Colour of a new background, such as #f3efe8; transparent if left out"),
              Port.of(
                  "backdrop",
                  PortType.IMAGE,
                  "A picture as the new background, instead of a colour: it fills the whole"),
              Port.of(
                      "format",
                      PortType.TEXT,
                      "File format of the result; PNG, or as the input on a background, if left"
                          + " out")
                  .oneOf("jpeg", "png", "webp", "avif"),
              Ports.QUALITY),
          List.of(
              Port.of(
                      "image",
                      PortType.IMAGE,
                      "The subject, on a transparent ground or its new background")
                  .mandatory(),
              Port.of("mask", PortType.IMAGE, "The mask, if asked for"),
              Port.of(
                      "coverage",
                      PortType.NUMBER,
                      "How much of the picture the subject takes, 0 to 1")
                  .mandatory()));

  private static final OneOf GROUND = OneOf.optional("background", "backdrop");

  /** Those of the model, and writing. */
  private static final int STAGES = CutoutModel.STAGES + 1;

  /** Opacity, of 255, that nobody sees. */
  private static final int FAINT = 8;

  private final Imaging imaging;
  private final CutoutModel bundled;
  private final OwnModels own;
  private final StepType type;

  RemoveBackgroundStep(Imaging imaging, CutoutModel bundled, OwnModels own) {
    this.imaging = imaging;
    this.bundled = bundled;
    this.own = own;
    // another model under the same name gives other results
    this.type = TYPE.dependingOn(own.fingerprint() & 0x3fff_ffff);
  }

  @Override
  public StepType type() {
    return type;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.format(imaging, literals)
        .or(() -> Checks.colour(literals, "background"))
        .or(() -> GROUND.refuse(literals))
        .or(() -> literals.text("model").flatMap(this::wrong));
  }

  /** What is wrong with a model of this name. */
  private Optional<Failure.Invalid> wrong(String name) {
    var model = own.find(name);
    var masks = own.all().stream().filter(OwnModel::givesMask).map(OwnModel::name).toList();
    if (masks.contains(name)) {
      return Optional.empty();
    }
    var told =
        model.isPresent()
            ? "expected a model that gives a mask, but '%s' gives %s"
                .formatted(name, model.get().kind())
            : masks.isEmpty()
                ? NONE
                : "there is no model '" + name + "'" + Nearest.hint(name, masks);
    return Optional.of(new Failure.Invalid("model", told));
  }

  @Override
  public Optional<String> model(StepInput input) {
    return input.text("model").or(() -> Optional.of(bundled.name()));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::cut);
  }

  private Map<String, Value> cut(PictureJob job) throws IOException, MediaException {
    job.check(GROUND::refuse);
    job.check(literals -> literals.text("model").flatMap(this::wrong));
    var stages = job.goingOn("stage");
    var cutout = cutout(job, stages.followedBy(1));
    job.say(DigitalSource.ENHANCED);
    var whole = job.studio().picture(cutout.pixels());
    var subject = job.input().flag("trim") ? whole.crop(bounds(cutout.mask())) : whole;
    var made = placed(job, subject);
    var image = job.store(made, encoding(job, made), "cutout");
    var mask =
        job.input().flag("mask")
            ? job.store(job.studio().picture(cutout.mask()), Encoding.intermediate(), "mask")
            : Value.none();
    stages.done(STAGES, STAGES);
    return Map.of("image", image, "mask", mask, "coverage", Value.of(cutout.coverage()));
  }

  private static boolean isPlaced(PictureJob job) {
    return job.input().asset("backdrop").isPresent() || job.input().text("background").isPresent();
  }

  private static Picture placed(PictureJob job, Picture subject)
      throws IOException, MediaException {
    if (job.input().asset("backdrop").isPresent()) {
      var box = new Scaling(subject.width(), subject.height(), Scaling.Fit.COVER, true);
      return job.open("backdrop", box).overlay(subject, 0, 0);
    }
    return job.input().text("background").isPresent()
        ? job.studio()
            .canvas(subject.width(), subject.height(), job.colour("background"))
            .overlay(subject, 0, 0)
        : subject;
  }

  /** A cut-out is what other steps go on with: a quick PNG, unless somebody wants another file. */
  private static Encoding encoding(PictureJob job, Picture made) throws MediaException {
    boolean plain = job.input().text("format").isEmpty() && !isPlaced(job);
    return plain ? Encoding.intermediate() : job.encoding(made.hasAlpha());
  }

  /** The smallest box around what can be seen; all of it where that is nothing. */
  private static Box bounds(Pixels mask) {
    int left = mask.width();
    int top = mask.height();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.at(y * mask.width() + x, 0) > FAINT) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = y + 1;
        }
      }
    }
    return right == 0
        ? new Box(0, 0, mask.width(), mask.height())
        : new Box(left, top, right - left, bottom - top);
  }

  private Cutout cutout(PictureJob job, GoingOn goingOn) throws IOException, MediaException {
    var picture = job.open("image");
    try {
      var model = job.input().text("model").flatMap(own::find);
      return model.isPresent()
          ? CutoutModel.cut(picture, model.get(), goingOn)
          : bundled.cut(picture, goingOn);
    } catch (MediaException refused) {
      throw refused.orAbout("image");
    }
  }
}

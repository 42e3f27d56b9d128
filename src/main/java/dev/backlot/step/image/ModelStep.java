package dev.backlot.step.image;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.own.Found;
import dev.backlot.media.own.OwnModel;
import dev.backlot.media.own.OwnModels;
import dev.backlot.model.Failure;
import dev.backlot.model.Nearest;
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

/** Has a model of the operator look at a picture. */
final class ModelStep implements Step {
  private static final String NONE =
      "there are no models of your own: name their folder with --models (docs/models.md)";

  private final Imaging imaging;
  private final OwnModels models;
  private final StepType type;

  ModelStep(Imaging imaging, OwnModels models) {
    this.imaging = imaging;
    this.models = models;
    this.type = type(models);
  }

  private static StepType type(OwnModels models) {
    return Ports.type(
        "image.model",
        // another model under the same name gives other results
        1 + (models.fingerprint() & 0x3fff_ffff),
        "Have a model of your own, an ONNX file, look at a picture",
        List.of(
            Ports.PICTURE,
            model(models),
            Ports.integer("top", 1, 100, 5, "With classes: how many of them are told")),
        List.of(
            Port.of(
                "image",
                PortType.IMAGE,
                "With a picture: what the model made, a PNG of the picture's size, times what the"
                    + " model enlarges by"),
            Port.of(
                "mask",
                PortType.IMAGE,
                "With a mask: a PNG of the picture's size, white where something is"),
            Port.of(
                "classes", PortType.JSON, "With classes: each with label and score, best first"),
            Port.of("label", PortType.TEXT, "With classes: the likeliest"),
            Port.of("score", PortType.NUMBER, "With classes: how likely that is")));
  }

  private static Port model(OwnModels models) {
    var names = models.all().stream().map(OwnModel::name).toArray(String[]::new);
    return Port.of(
            "model",
            PortType.TEXT,
            "Its name; backlot doctor lists the models there are, docs/models.md says how to add"
                + " one")
        .oneOf(names)
        .mandatory();
  }

  @Override
  public StepType type() {
    return type;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return models.all().isEmpty()
        ? Optional.of(new Failure.Invalid("model", NONE))
        : Checks.all(imaging, type, literals);
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::work);
  }

  private Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var picture = job.open("image");
    var model = model(job.text("model"));
    return switch (found(model, job, picture)) {
      case Found.Ranking(var scores) -> classes(scores, job.integer("top"));
      case Found.Mask(var pixels) -> Map.of("mask", mask(job, pixels, picture));
      case Found.Made(var pixels, var across, var down) ->
          Map.of("image", made(job, pixels, picture, across, down));
    };
  }

  private OwnModel model(String name) throws MediaException {
    return models.find(name).orElseThrow(() -> unknown(name).about("model"));
  }

  private MediaException unknown(String name) {
    var names = models.all().stream().map(OwnModel::name).toList();
    return MediaException.invalid(
        names.isEmpty() ? NONE : "there is no model '" + name + "'" + Nearest.hint(name, names));
  }

  private static Found found(OwnModel model, PictureJob job, Picture picture)
      throws IOException, MediaException {
    try {
      return model.of(picture, job::checkGoingOn);
    } catch (MediaException refused) {
      throw refused.orAbout("image");
    }
  }

  private static Map<String, Value> classes(List<Found.Score> scores, int top) {
    var best = scores.getFirst();
    return Map.of(
        "classes", new Value.ListOf(scores.stream().limit(top).map(ModelStep::value).toList()),
        "label", Value.of(best.label()),
        "score", Value.of(best.score()));
  }

  private static Value value(Found.Score score) {
    return new Value.ObjectOf(
        Map.of("label", Value.of(score.label()), "score", Value.of(score.score())));
  }

  private static Value mask(PictureJob job, Pixels pixels, Picture like)
      throws IOException, MediaException {
    var mask = job.studio().picture(pixels).resize(Scaling.exactly(like.width(), like.height()));
    return job.store(mask, Encoding.intermediate(), "mask");
  }

  private static Value made(PictureJob job, Pixels pixels, Picture like, double across, double down)
      throws IOException, MediaException {
    int width = (int) Math.max(1, Math.round(like.width() * across));
    int height = (int) Math.max(1, Math.round(like.height() * down));
    job.checkSize(width, height);
    job.say(DigitalSource.ENHANCED);
    var picture = job.studio().picture(pixels).resize(Scaling.exactly(width, height));
    return job.store(picture, Encoding.intermediate(), "model");
  }
}

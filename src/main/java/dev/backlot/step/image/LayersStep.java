package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays pictures, words and areas over a picture. */
final class LayersStep implements Step {
  private static final StepType TYPE =
      Ports.type(
          "image.layers",
          2,
          "Lay pictures, words and areas over a picture",
          List.of(
              Ports.PICTURE,
              Port.of(
                      "layers",
                      PortType.JSON,
                      "1 to 50 layers from below to above, as in image.template: type (image, text"
                          + " or box), a box by x, y, width and height in shares of the picture,"
                          + " position, blend, mask, opacity, radius, angle, shadow")
                  .mandatory(),
              Ports.FORMAT,
              Ports.QUALITY),
          List.of(Ports.RESULT));

  private final Imaging imaging;

  LayersStep(Imaging imaging) {
    this.imaging = imaging;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.all(imaging, TYPE, literals)
        .or(() -> Optional.ofNullable(literals.values().get("layers")).flatMap(this::mistake));
  }

  private Optional<Failure.Invalid> mistake(Value layers) {
    try {
      read(layers);
      return Optional.empty();
    } catch (MediaException mistake) {
      return Optional.of(mistake.failure());
    }
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, LayersStep::lay);
  }

  private static Map<String, Value> lay(PictureJob job) throws IOException, MediaException {
    var layers = read(StepInput.present(job.input().value("layers")));
    var picture = job.open("image");
    var canvas = new LayerCanvas(job, job.studio(), picture.width(), picture.height());
    for (var layer : layers) {
      picture = layer.on(canvas, picture);
    }
    return Map.of("image", job.store(picture, job.encoding(picture.hasAlpha()), "layered"));
  }

  /** All layers, so that a mistake shows before anything is drawn. */
  private static List<Layer> read(Value layers) throws MediaException {
    if (!(layers instanceof Value.ListOf(var items))) {
      throw MediaException.invalid("expected a list of 1 to 50 layers, but " + layers.kind())
          .about("layers");
    }
    if (items.isEmpty() || items.size() > Design.LAYERS_MAX) {
      throw MediaException.invalid("expected 1 to 50 layers, but " + items.size()).about("layers");
    }
    var read = new ArrayList<Layer>();
    for (var item : items) {
      read.add(Layer.read(Spec.of(item, "layers[" + read.size() + "]", false)));
    }
    return read;
  }
}

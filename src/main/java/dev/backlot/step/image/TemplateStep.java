package dev.backlot.step.image;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Studio;
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

/** Draws a layered design with given words and pictures in every size it names. */
final class TemplateStep implements Step {
  private static final StepType TYPE =
      Ports.type(
          "image.template",
          2,
          "Draw a layered design in many sizes",
          List.of(
              Port.of(
                      "design",
                      PortType.JSON,
                      "Layers, sizes and what differs between sizes, as schema/design.schema.json"
                          + " has it; {{name}} stands for a value")
                  .mandatory(),
              Port.of(
                      "values",
                      PortType.JSON,
                      "What to put in for {{name}}: words, numbers, colours, pictures; at most 200")
                  .defaultingTo(new Value.ObjectOf(Map.of())),
              Ports.format().defaultingTo(Value.of("png")),
              Ports.QUALITY),
          List.of(
              Port.of("images", PortType.IMAGE, "One picture for each size, in their order")
                  .many()
                  .mandatory(),
              Port.of("names", PortType.TEXT, "The names of the sizes").many().mandatory()));

  private static final int VALUES_MAX = 200;

  private final Imaging imaging;
  private final StepType type;

  TemplateStep(Imaging imaging) {
    this.imaging = imaging;
    this.type = TYPE.dependingOn(imaging.typefaces().fingerprint());
  }

  @Override
  public StepType type() {
    return type;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.all(imaging, type, literals)
        .or(() -> Optional.ofNullable(literals.values().get("design")).flatMap(this::mistake));
  }

  private Optional<Failure.Invalid> mistake(Value design) {
    try {
      for (var size : Design.read(design, true)) {
        for (var layer : size.layers()) {
          if (layer.content() instanceof TextContent words) {
            words.check(imaging.typefaces());
          }
        }
      }
      return Optional.empty();
    } catch (MediaException mistake) {
      return Optional.of(mistake.failure());
    }
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, TemplateStep::draw);
  }

  private static Map<String, Value> draw(PictureJob job) throws IOException, MediaException {
    var encoding = job.encoding(true);
    var designs = designs(job);
    var images = new ArrayList<Value>();
    var names = new ArrayList<Value>();
    for (var design : designs) {
      images.add(job.apart(studio -> drawn(job, studio, design, encoding)));
      names.add(Value.of(design.name()));
    }
    return Map.of("images", new Value.ListOf(images), "names", new Value.ListOf(names));
  }

  private static Value drawn(PictureJob job, Studio studio, Design design, Encoding encoding)
      throws IOException, MediaException {
    var canvas = new LayerCanvas(job, studio, design.width(), design.height());
    return job.store(design.draw(canvas), encoding, design.name());
  }

  private static List<Design> designs(PictureJob job) throws MediaException {
    var values = StepInput.present(job.input().value("values"));
    if (!(values instanceof Value.ObjectOf(var byName)) || byName.size() > VALUES_MAX) {
      throw MediaException.invalid("expected an object of at most 200 values").about("values");
    }
    var design = StepInput.present(job.input().value("design"));
    var designs = Design.read(new Variables(byName).in(design, "design"), false);
    int layers = designs.stream().mapToInt(one -> one.layers().size()).sum();
    if (layers > Design.DRAWN_MAX) {
      throw MediaException.invalid(
              "expected at most %d layers in all sizes together, but %d"
                  .formatted(Design.DRAWN_MAX, layers))
          .about("design.sizes");
    }
    for (int i = 0; i < designs.size(); i++) {
      try {
        MediaLimits.check(designs.get(i).width(), designs.get(i).height());
      } catch (MediaException tooLarge) {
        throw tooLarge.about("design.sizes[" + i + "]");
      }
    }
    return designs;
  }
}

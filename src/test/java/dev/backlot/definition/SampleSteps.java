package dev.backlot.definition;

import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Joint;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import dev.backlot.step.flow.FlowSteps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A few steps with every kind of port. */
final class SampleSteps {
  static final StepType RESIZE =
      type(
              "image.resize",
              List.of(
                  Port.of("image", PortType.IMAGE, "What to resize").mandatory(),
                  Port.of("width", PortType.INTEGER, "In pixels").between(1, 10_000),
                  Port.of("height", PortType.INTEGER, "In pixels").between(1, 10_000),
                  Port.of("scale", PortType.NUMBER, "Of the original").between(0.1, 8),
                  Port.of("format", PortType.TEXT, "Of the result")
                      .oneOf("png", "jpeg", "webp")
                      .defaultingTo(Value.of("png")),
                  Port.of("sharpen", PortType.BOOLEAN, "Afterwards").defaultingTo(Value.of(false))),
              List.of(Port.of("image", PortType.IMAGE, "The result")))
          .joinedBy(joint("image.resize", true));
  static final StepType FACTS =
      type(
          "image.inspect",
          List.of(Port.of("image", PortType.IMAGE, "").mandatory()),
          List.of(
              Port.of("width", PortType.INTEGER, ""),
              Port.of("format", PortType.TEXT, ""),
              Port.of("colors", PortType.TEXT, "").many(),
              Port.of("raw", PortType.JSON, "")));
  static final StepType COMPOSE =
      type(
          "image.compose",
          List.of(
              Port.of("layers", PortType.IMAGE, "From back to front")
                  .many()
                  .mandatory()
                  .between(1, 4),
              Port.of("title", PortType.TEXT, "").between(1, 20),
              Port.of("options", PortType.JSON, "")),
          List.of(Port.of("image", PortType.IMAGE, "")));
  static final StepType TRANSCODE =
      type(
          "video.transcode",
          List.of(Port.of("video", PortType.VIDEO, "").mandatory()),
          List.of(Port.of("video", PortType.VIDEO, "")));

  static final StepType DESCRIBE =
      type(
          "image.describe",
          List.of(Port.of("image", PortType.IMAGE, "").mandatory()),
          List.of(Port.of("image", PortType.TEXT, "In words")));

  static final StepType SHARPEN = part("image.sharpen", "amount", true);
  static final StepType BORDER = part("image.border", "width", true);
  static final StepType CONVERT = part("image.convert", "bytes_max", false);

  static final StepRegistry REGISTRY =
      new StepRegistry(
          Stream.concat(
                  Stream.of(
                      new Resize(),
                      new Sample(FACTS),
                      new Sample(COMPOSE),
                      new Sample(TRANSCODE),
                      new Sample(DESCRIBE),
                      new Sample(SHARPEN),
                      new Sample(BORDER),
                      new Sample(CONVERT)),
                  FlowSteps.all().stream())
              .toList());

  private SampleSteps() {}

  private static StepType type(String name, List<Port> parameters, List<Port> outputs) {
    return new StepType(name, 1, "A sample", parameters, outputs, StepType.Resource.CPU, true);
  }

  /** One of several steps that may be done at once. */
  private static StepType part(String name, String parameter, boolean leads) {
    var image = Port.of("image", PortType.IMAGE, "").mandatory();
    return type(
            name,
            List.of(
                image,
                Port.of(parameter, PortType.NUMBER, ""),
                Port.of("format", PortType.TEXT, ""),
                Port.of("metadata", PortType.TEXT, "")),
            List.of(image, Port.of("bytes", PortType.INTEGER, "")))
        .joinedBy(joint(name, leads));
  }

  private static Joint joint(String name, boolean leads) {
    var whole = leads ? Set.of("format") : Set.<String>of();
    return new Joint("image.edit", name, "image", whole, Set.of("metadata"), leads);
  }

  private record Sample(StepType type) implements Step {
    @Override
    public Outcome run(StepInput input, StepContext context) {
      return Outcome.done(Map.of());
    }
  }

  private record Resize() implements Step {
    @Override
    public StepType type() {
      return RESIZE;
    }

    @Override
    public Optional<Failure.Invalid> refuse(Literals literals) {
      return literals.values().containsKey("scale") && literals.values().containsKey("width")
          ? Optional.of(new Failure.Invalid("scale", "expected either width or scale, but both"))
          : Optional.empty();
    }

    @Override
    public Outcome run(StepInput input, StepContext context) {
      return Outcome.done(Map.of());
    }
  }
}

package dev.backlot.step.image;

import dev.backlot.media.MediaLimits;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.StepType;
import java.util.List;

/** Parameters and outputs that several picture steps have in common. */
final class Ports {
  static final Port PICTURE =
      Port.of(
              "image",
              PortType.IMAGE,
              "The picture: JPEG, PNG, WebP, AVIF or GIF, still, at most 100 megapixels")
          .mandatory();
  static final Port RESULT = Port.of("image", PortType.IMAGE, "The new picture").mandatory();
  static final Port FORMAT =
      Port.of(
              "format",
              PortType.TEXT,
              "File format of the result; as the input where it can be written, if left out")
          .oneOf("jpeg", "png", "webp", "avif");
  static final Port QUALITY =
      Port.of(
              "quality",
              PortType.INTEGER,
              "1 (small) to 100 (best); 85 for JPEG, 82 for WebP, 55 for AVIF if left out; PNG"
                  + " ignores it")
          .between(1, 100);

  private Ports() {}

  static StepType type(String name, String summary, List<Port> parameters, List<Port> outputs) {
    return new StepType(name, 1, summary, parameters, outputs, StepType.Resource.CPU, true);
  }

  static Port side(String name, String description) {
    return Port.of(name, PortType.INTEGER, description).between(1, MediaLimits.SIDE_MAX);
  }

  static Port text(String name, String fallback, String description) {
    return Port.of(name, PortType.TEXT, description).defaultingTo(Value.of(fallback));
  }

  static Port share(String name, double fallback, String description) {
    return Port.of(name, PortType.NUMBER, description)
        .between(0, 1)
        .defaultingTo(Value.of(fallback));
  }

  static Port flag(String name, boolean fallback, String description) {
    return Port.of(name, PortType.BOOLEAN, description).defaultingTo(Value.of(fallback));
  }

  static Port margin(double fallback) {
    return Port.of(
            "margin",
            PortType.NUMBER,
            "Space to the edges: below 1 a share of the shorter side, otherwise pixels")
        .between(0, MediaLimits.SIDE_MAX)
        .defaultingTo(Value.of(fallback));
  }

  static Port placement(String name, Placement fallback, String description) {
    return Port.of(name, PortType.TEXT, description)
        .oneOf(Placement.words())
        .defaultingTo(Value.of(fallback.word()));
  }
}

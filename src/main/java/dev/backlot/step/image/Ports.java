package dev.backlot.step.image;

import dev.backlot.media.MediaLimits;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Joint;
import dev.backlot.step.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parameters and outputs that several picture steps have in common. */
final class Ports {
  static final Port PICTURE =
      Port.of(
              "image",
              PortType.IMAGE,
              "The picture: JPEG, PNG, WebP, AVIF or GIF, still, at most 100 megapixels; of 16, 12"
                  + " or 10 bits a channel, 8 are kept")
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

  /** What the names of these steps begin with. */
  static final String FAMILY = "image.";

  private Ports() {}

  /** A format that does not follow from the input. */
  static Port format() {
    return Port.of(FORMAT.name(), PortType.TEXT, "File format of the result")
        .oneOf("jpeg", "png", "webp", "avif");
  }

  static StepType type(String name, String summary, List<Port> parameters, List<Port> outputs) {
    return type(name, 1, summary, parameters, outputs);
  }

  /**
   * @param version raised when the same parameters give another result
   */
  static StepType type(
      String name, int version, String summary, List<Port> parameters, List<Port> outputs) {
    return new StepType(name, version, summary, parameters, outputs, StepType.Resource.CPU, true);
  }

  /** A type whose picture the next step can take as it is, without a file in between. */
  static StepType joined(StepType type) {
    return type.joinedBy(
        new Joint(
            ChainStep.NAME,
            type.name().substring(FAMILY.length()),
            PICTURE.name(),
            Set.of(FORMAT.name(), QUALITY.name()),
            Set.of(),
            true));
  }

  /** A step that makes one picture of another by these parameters, alone or joined with others. */
  static StepType edit(String name, String summary, Port... own) {
    return joined(alone(name, summary, own));
  }

  /** As {@link #edit(String, String, Port...)}, once the same parameters give another result. */
  static StepType edit(String name, int version, String summary, Port... own) {
    var alone = alone(name, summary, own);
    return joined(type(name, version, summary, alone.parameters(), alone.outputs()));
  }

  /** A step that makes one picture of another by these parameters, from file to file. */
  static StepType alone(String name, String summary, Port... own) {
    var parameters = new ArrayList<Port>();
    parameters.add(PICTURE);
    parameters.addAll(List.of(own));
    parameters.add(FORMAT);
    parameters.add(QUALITY);
    return type(name, summary, parameters, List.of(RESULT));
  }

  static Port number(String name, double least, double most, double fallback, String description) {
    return Port.of(name, PortType.NUMBER, description)
        .between(least, most)
        .defaultingTo(Value.of(fallback));
  }

  static Port integer(String name, int least, int most, int fallback, String description) {
    return Port.of(name, PortType.INTEGER, description)
        .between(least, most)
        .defaultingTo(Value.of(fallback));
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

  /** A text that is checked to be a colour, because its default is one. */
  static Port colour(String name, String fallback, String description) {
    return text(name, fallback, description + ", such as #f3efe8; #00000000 is transparent");
  }

  static Port aspect(String description) {
    return Port.of("aspect", PortType.TEXT, description);
  }

  static Port pictures(int least, int most, String description) {
    return Port.of("images", PortType.IMAGE, description).many().mandatory().between(least, most);
  }

  static Port metric(String name, PortType type, String description) {
    return Port.of(name, type, description).mandatory();
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

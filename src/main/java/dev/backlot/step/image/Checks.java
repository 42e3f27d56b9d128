package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.StepType;
import java.util.Optional;

/** What can be refused while a workflow is written, before any picture is there. */
final class Checks {
  private Checks() {}

  /** Everything that {@link EditStep} and its kin can refuse beforehand. */
  static Optional<Failure.Invalid> all(Imaging imaging, StepType type, Literals literals) {
    return format(imaging, literals)
        .or(() -> Aspect.refuse(literals))
        .or(() -> colours(type, literals))
        .or(() -> font(imaging, literals));
  }

  /** A text whose default is a colour has to be one. */
  private static Optional<Failure.Invalid> colours(StepType type, Literals literals) {
    return type.parameters().stream()
        .filter(port -> port.fallback().map(Checks::isColour).orElse(false))
        .flatMap(port -> colour(literals, port.name()).stream())
        .findFirst();
  }

  private static boolean isColour(Value value) {
    return value instanceof Value.Text(var text) && Colour.parse(text).isPresent();
  }

  /** A format that this machine's engine cannot write. */
  static Optional<Failure.Invalid> format(Imaging imaging, Literals literals) {
    return literals
        .text("format")
        .flatMap(PictureFormat::parse)
        .filter(format -> !imaging.writes().contains(format))
        .map(format -> new Failure.Invalid("format", imaging.cannotWrite(format)));
  }

  /** A font that is nowhere. */
  static Optional<Failure.Invalid> font(Imaging imaging, Literals literals) {
    return literals
        .text("font")
        .flatMap(imaging.typefaces()::missing)
        .map(wrong -> new Failure.Invalid("font", wrong));
  }

  static Optional<Failure.Invalid> colour(Literals literals, String parameter) {
    return literals
        .text(parameter)
        .filter(text -> Colour.parse(text).isEmpty())
        .map(text -> new Failure.Invalid(parameter, colourExpected(text)));
  }

  static String colourExpected(String text) {
    return "expected a colour such as #f3efe8, but '" + text + "'";
  }
}

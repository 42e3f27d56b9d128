package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.model.Failure;
import dev.backlot.step.Literals;
import java.util.Optional;

/** What can be refused while a workflow is written, before any picture is there. */
final class Checks {
  private Checks() {}

  /** A format that this machine's engine cannot write. */
  static Optional<Failure.Invalid> format(Imaging imaging, Literals literals) {
    return literals
        .text("format")
        .flatMap(PictureFormat::parse)
        .filter(format -> !imaging.writes().contains(format))
        .map(format -> new Failure.Invalid("format", imaging.cannotWrite(format)));
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

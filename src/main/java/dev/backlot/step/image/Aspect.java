package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.model.Failure;
import dev.backlot.step.Literals;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The shape of a picture, as in 4:5.
 *
 * @param ratio width by height
 */
record Aspect(double ratio) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4}):([1-9][0-9]{0,4})");

  static Optional<Aspect> parse(String text) {
    var shape = FORM.matcher(text);
    return shape.matches()
        ? Optional.of(
            new Aspect(Double.parseDouble(shape.group(1)) / Double.parseDouble(shape.group(2))))
        : Optional.empty();
  }

  /** The shape that a job's parameter {@code aspect} names, if it names one. */
  static Optional<Aspect> of(PictureJob job) throws MediaException {
    var text = job.input().text("aspect");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var aspect = parse(text.get());
    if (aspect.isEmpty()) {
      throw MediaException.invalid(expected(text.get())).about("aspect");
    }
    return aspect;
  }

  static Optional<Failure.Invalid> refuse(Literals literals) {
    return literals
        .text("aspect")
        .filter(text -> parse(text).isEmpty())
        .map(text -> new Failure.Invalid("aspect", expected(text)));
  }

  private static String expected(String text) {
    return "expected a shape such as 4:5, but '" + text + "'";
  }
}

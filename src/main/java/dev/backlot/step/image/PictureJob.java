package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Studio;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One attempt at a picture step: opens what parameters name, stores results, and turns faults into
 * outcomes.
 */
final class PictureJob {
  /** What a step does between opening and storing; answers its outputs. */
  interface Work {
    Map<String, Value> on(PictureJob job) throws IOException, MediaException;
  }

  private final Imaging imaging;
  private final Studio studio;
  private final StepInput input;
  private final StepContext context;

  private PictureJob(Imaging imaging, Studio studio, StepInput input, StepContext context) {
    this.imaging = imaging;
    this.studio = studio;
    this.input = input;
    this.context = context;
  }

  static Outcome run(Imaging imaging, StepInput input, StepContext context, Work work) {
    try (var studio = imaging.studio()) {
      return Outcome.done(work.on(new PictureJob(imaging, studio, input, context)));
    } catch (MediaException refused) {
      return new Outcome.Failed(refused.failure());
    } catch (IOException trouble) {
      return new Outcome.Failed(
          new Failure.Transient("a picture could not be read or written: " + trouble.getMessage()));
    }
  }

  Studio studio() {
    return studio;
  }

  StepInput input() {
    return input;
  }

  Asset asset(String parameter) {
    return StepInput.present(input.asset(parameter));
  }

  Path file(String parameter) throws IOException {
    return context.file(asset(parameter).id());
  }

  Picture open(String parameter) throws IOException, MediaException {
    try {
      return studio.open(file(parameter));
    } catch (MediaException refused) {
      throw refused.about(parameter);
    }
  }

  String text(String parameter) {
    return StepInput.present(input.text(parameter));
  }

  int integer(String parameter) {
    return StepInput.present(input.integer(parameter));
  }

  double number(String parameter) {
    return StepInput.present(input.number(parameter));
  }

  Placement placement(String parameter) {
    return Placement.parse(text(parameter));
  }

  Colour colour(String parameter) throws MediaException {
    var text = text(parameter);
    return Colour.parse(text)
        .orElseThrow(() -> MediaException.invalid(Checks.colourExpected(text)).about(parameter));
  }

  /**
   * The margin in pixels of a picture of this size; at least one pixel stays between two margins.
   */
  int margin(int width, int height) throws MediaException {
    double margin = number("margin");
    int shorter = Math.min(width, height);
    int pixels = (int) Math.round(margin < 1 ? margin * shorter : margin);
    if (2 * pixels >= shorter) {
      throw MediaException.invalid(
              "expected a margin that leaves room, but twice %d pixels of %d are taken"
                  .formatted(pixels, shorter))
          .about("margin");
    }
    return pixels;
  }

  void checkSize(long width, long height) throws MediaException {
    try {
      MediaLimits.check(width, height);
    } catch (MediaException tooLarge) {
      throw tooLarge.about("width");
    }
  }

  /** As parameters {@code format} and {@code quality} say, or like the input picture. */
  Encoding encoding(boolean alpha) throws MediaException {
    var format =
        input.text("format").flatMap(PictureFormat::parse).orElseGet(() -> formatOfInput(alpha));
    if (!imaging.writes().contains(format)) {
      throw MediaException.invalid(imaging.cannotWrite(format)).about("format");
    }
    return Encoding.of(format, input.integer("quality").orElse(format.usualQuality()));
  }

  private PictureFormat formatOfInput(boolean alpha) {
    return PictureFormat.ofMediaType(asset("image").mediaType())
        .filter(imaging.writes()::contains)
        .filter(format -> format.keepsAlpha() || !alpha)
        .orElse(alpha ? PictureFormat.PNG : PictureFormat.JPEG);
  }

  Value store(Picture picture, Encoding encoding, String suffix)
      throws IOException, MediaException {
    var file = newFile(encoding.format());
    picture.write(file, encoding);
    return keep(file, encoding.format(), suffix);
  }

  Path newFile(PictureFormat format) throws IOException {
    return context.scratch().resolve("picture." + format.extension());
  }

  /** Named after the input picture, what was done to it, and its format. */
  Value keep(Path file, PictureFormat format, String suffix) throws IOException {
    return Value.of(context.store(file, stem() + "-" + suffix + "." + format.extension()));
  }

  private String stem() {
    var name = asset("image").name();
    var stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return stem.isBlank() ? context.itemName() : stem;
  }
}

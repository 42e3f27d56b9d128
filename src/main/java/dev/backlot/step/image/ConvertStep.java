package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.model.Failure;
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

/** Writes a picture in another format. */
final class ConvertStep implements Step {
  private static final StepType TYPE =
      Ports.type(
          "image.convert",
          "Write a picture in another format",
          List.of(
              Ports.PICTURE,
              Ports.FORMAT.mandatory(),
              Ports.QUALITY,
              Ports.text("background", "#ffffff", "Colour behind transparent parts in a JPEG")),
          List.of(Ports.RESULT));

  private final Imaging imaging;

  ConvertStep(Imaging imaging) {
    this.imaging = imaging;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.format(imaging, literals).or(() -> Checks.colour(literals, "background"));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, ConvertStep::convert);
  }

  private static Map<String, Value> convert(PictureJob job) throws IOException, MediaException {
    var background = job.colour("background");
    var encoding = job.encoding(false);
    var picture = job.open("image");
    var written = encoding.format().keepsAlpha() ? picture : picture.flatten(background);
    return Map.of("image", job.store(written, encoding, encoding.format().word()));
  }
}

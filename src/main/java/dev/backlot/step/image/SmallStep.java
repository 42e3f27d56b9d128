package dev.backlot.step.image;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A small copy from file to file, the quickest way, with nothing said of where it comes from. */
record SmallStep(Imaging imaging) implements Step {
  private static final int SIDE_MAX = 2048;
  private static final int QUALITY = 78;

  private static final StepType TYPE =
      Ports.type(
          "image.small",
          "Make a small copy of a picture",
          List.of(
              Ports.PICTURE,
              Ports.integer("side", 1, SIDE_MAX, 256, "Longer side in pixels"),
              Port.of("format", PortType.TEXT, "File format").oneOf("webp", "jpeg").mandatory()),
          List.of(Ports.RESULT));

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    try {
      var format =
          StepInput.present(input.text("format")).equals("webp")
              ? PictureFormat.WEBP
              : PictureFormat.JPEG;
      int side = StepInput.present(input.integer("side"));
      var picture = context.file(StepInput.present(input.asset("image")).id());
      var small = context.scratch().resolve("small." + format.extension());
      imaging.thumbnail(picture, Scaling.inside(side, side), small, Encoding.of(format, QUALITY));
      return Outcome.done(Map.of("image", Value.of(context.store(small, "small"))));
    } catch (MediaException refused) {
      return new Outcome.Failed(refused.failure());
    } catch (IOException trouble) {
      return new Outcome.Failed(
          new Failure.Transient("a picture could not be read or written: " + trouble.getMessage()));
    }
  }
}

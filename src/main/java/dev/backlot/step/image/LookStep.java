package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Scaling;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What {@code image.hash} and {@code image.palette} tell, at once and of a small copy: a decoder
 * may skip most of a large photo.
 */
final class LookStep {
  private static final int SIDE = 128;
  private static final int COLOURS = 5;

  private static final StepType TYPE =
      Ports.type(
          "image.look",
          "Say what a picture looks like",
          List.of(Ports.PICTURE),
          List.of(
              Ports.metric("print", PortType.TEXT, "16 hexadecimal digits of low frequencies"),
              Ports.metric("colours", PortType.JSON, "Each with hex and share (0 to 1)")));

  private LookStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, LookStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var picture = job.open("image", Scaling.inside(SIDE, SIDE));
    var shares = Clusters.of(picture.pixels(), COLOURS);
    return Map.of(
        "print",
        Value.of(Fingerprint.hex(Fingerprint.of(picture).frequency())),
        "colours",
        new Value.ListOf(shares.stream().map(Palette.Share::value).toList()));
  }
}

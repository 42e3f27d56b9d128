package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Says in a few letters what a picture looks like. */
final class HashStep {
  private static final StepType TYPE =
      Ports.type(
          "image.hash",
          2,
          "Say in a few letters what a picture looks like",
          List.of(Ports.PICTURE),
          List.of(
              Ports.metric("dhash", PortType.TEXT, "16 hexadecimal digits of brightness steps"),
              Ports.metric(
                  "phash",
                  PortType.TEXT,
                  "16 hexadecimal digits of low frequencies; pictures that differ in up to 8 of the"
                      + " 64 bits look alike")));

  private HashStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, HashStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var print = Fingerprint.of(job.open("image", Fingerprint.LARGEST));
    return Map.of(
        "dhash", Value.of(Fingerprint.hex(print.difference())),
        "phash", Value.of(Fingerprint.hex(print.frequency())));
  }
}

package dev.backlot.step.ai;

import dev.backlot.model.Asset;
import dev.backlot.step.StepContext;
import dev.backlot.step.ai.PaidStep.UnfitException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;

/** A picture that goes along with a request. */
final class DataUrl {
  /** What Replicate asks to stay below in data URLs. */
  private static final int BYTES_MAX = 256 << 10;

  private DataUrl() {}

  static String of(String parameter, Asset image, StepContext context) throws UnfitException {
    try {
      var file = context.file(image.id());
      if (Files.size(file) > BYTES_MAX) {
        throw new UnfitException(
            parameter,
            "expected a picture of at most 256 KiB, but it has "
                + Files.size(file)
                + " bytes; image.resize and image.convert make it smaller");
      }
      var bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      return "data:" + image.mediaType() + ";base64," + bytes;
    } catch (IOException e) {
      throw new UnfitException(parameter, "it cannot be read: " + e.getMessage());
    }
  }
}

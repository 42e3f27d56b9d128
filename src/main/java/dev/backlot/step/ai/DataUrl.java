package dev.backlot.step.ai;

import dev.backlot.model.Asset;
import dev.backlot.provider.Provider;
import dev.backlot.step.StepContext;
import dev.backlot.step.ai.PaidStep.UnfitException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;

/** A picture that goes along with a request. */
final class DataUrl {
  private DataUrl() {}

  static String of(String parameter, Asset image, StepContext context, Provider provider)
      throws UnfitException {
    try {
      var file = context.file(image.id());
      long most = provider.inlineBytesMax();
      if (Files.size(file) > most) {
        throw new UnfitException(
            parameter,
            "expected a picture of at most %,d KiB for %s, but it has %,d bytes; image.resize and image.convert make it smaller"
                .formatted(most >> 10, provider.name(), Files.size(file)));
      }
      var bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      return "data:" + image.mediaType() + ";base64," + bytes;
    } catch (IOException e) {
      throw new UnfitException(parameter, "it cannot be read: " + e.getMessage());
    }
  }
}

package dev.backlot.step.ai;

import dev.backlot.model.Asset;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Provider;
import dev.backlot.step.StepContext;
import dev.backlot.step.ai.PaidStep.UnfitException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;

/** A picture that goes along with a request. */
final class DataUrl {
  private DataUrl() {}

  static String of(
      String parameter, Asset image, StepContext context, Provider provider, Pictures pictures)
      throws UnfitException {
    try {
      var file = context.file(image.id());
      var refusal = pictures.refuse(new Pictures.Along(Files.size(file)));
      if (refusal.isPresent()) {
        var help =
            pictures instanceof Pictures.UpTo
                ? "; image.resize and image.convert make it smaller"
                : "";
        throw new UnfitException(parameter, provider.name() + ": " + refusal.get() + help);
      }
      var bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      return "data:" + image.mediaType() + ";base64," + bytes;
    } catch (IOException e) {
      throw new UnfitException(parameter, "it cannot be read: " + e.getMessage());
    }
  }
}

package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

import dev.backlot.model.Asset;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Task;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code image.generate}: a picture from words, by a provider. The result is copied into the asset
 * store at once, as providers delete theirs soon.
 */
public final class ImageGenerateStep extends PaidStep {
  private static final int SIDE_MAX = 8_192;
  private static final int PICTURES_MAX = 16;
  private static final long FILE_BYTES_MAX = 64L << 20;

  /** What Replicate asks to stay below in data URLs. */
  private static final int SOURCE_BYTES_MAX = 256 << 10;

  private static final StepType TYPE =
      new StepType(
          "image.generate",
          1,
          "Make a picture from words, by a provider of the providers file",
          List.of(
              Port.of("provider", PortType.TEXT, "a name from the providers file").mandatory(),
              Port.of("model", PortType.TEXT, "the model, as the provider spells it")
                  .mandatory()
                  .between(1, 300),
              Port.of("prompt", PortType.TEXT, "what should be seen")
                  .mandatory()
                  .between(1, PROMPT_MAX),
              Port.of("negative_prompt", PortType.TEXT, "what should not be seen")
                  .between(0, PROMPT_MAX),
              Port.of("width", PortType.INTEGER, "in pixels, where the model takes it")
                  .between(1, SIDE_MAX),
              Port.of("height", PortType.INTEGER, "in pixels, where the model takes it")
                  .between(1, SIDE_MAX),
              Port.of("seed", PortType.INTEGER, "the same seed tends to give the same picture")
                  .between(0, Integer.MAX_VALUE),
              Port.of("image", PortType.IMAGE, "a picture to start from, of at most 256 KiB"),
              Port.of("options", PortType.JSON, "an object of what else the model takes")),
          List.of(
              Port.of("image", PortType.IMAGE, "the picture; the first where there are more"),
              Port.of("images", PortType.IMAGE, "all pictures").many(),
              Port.of("request", PortType.TEXT, "what the provider calls the job")),
          StepType.Resource.IO,
          false);

  public ImageGenerateStep(Providers providers) {
    super(providers);
  }

  public ImageGenerateStep(Providers providers, Rest rest) {
    super(providers, rest);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  Task task(StepInput input, StepContext context) throws UnfitException {
    var image = input.asset("image");
    return new Task.GenerateImage(
        present(input.text("model")),
        present(input.text("prompt")),
        input.text("negative_prompt").filter(text -> !text.isBlank()),
        input.integer("width"),
        input.integer("height"),
        input.integer("seed"),
        image.isPresent() ? Optional.of(dataUrl(image.get(), context)) : Optional.empty(),
        options(input.value("options")));
  }

  private static String dataUrl(Asset image, StepContext context) throws UnfitException {
    try {
      var file = context.file(image.id());
      if (Files.size(file) > SOURCE_BYTES_MAX) {
        throw new UnfitException(
            "image",
            "expected a picture of at most 256 KiB, but it has "
                + Files.size(file)
                + " bytes; image.resize and image.convert make it smaller");
      }
      var bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      return "data:" + image.mediaType() + ";base64," + bytes;
    } catch (IOException e) {
      throw new UnfitException("image", "it cannot be read: " + e.getMessage());
    }
  }

  /**
   * Copies the files into the asset store. While that may still work out, the call stays open: the
   * next attempt fetches what was paid for instead of paying again.
   */
  @Override
  Outcome bring(Provider provider, PaidJob.End.Brought brought, StepContext context)
      throws InterruptedException {
    var paid = new CallEnd(true, brought.cost());
    if (brought.files().isEmpty()) {
      return new Outcome.Failed(
          new Failure.Refused(provider.name(), "expected a picture, but it answered in words"),
          paid);
    }
    if (brought.files().size() > PICTURES_MAX) {
      return new Outcome.Failed(
          new Failure.Refused(
              provider.name(),
              "expected at most " + PICTURES_MAX + " pictures, but " + brought.files().size()),
          paid);
    }
    var pictures = new ArrayList<Value>();
    try {
      for (var file : brought.files()) {
        var target = context.scratch().resolve("generated-" + pictures.size());
        var failure = provider.fetch(file, target, FILE_BYTES_MAX);
        if (failure.isPresent()) {
          boolean later = failure.get() instanceof Failure.Transient;
          return new Outcome.Failed(failure.get(), later ? CallEnd.UNKNOWN : paid);
        }
        var asset = context.store(target, name(context, file, pictures.size()));
        if (!asset.mediaType().startsWith("image/")) {
          return new Outcome.Failed(
              new Failure.Refused(
                  provider.name(), "expected a picture, but it sent " + asset.mediaType()),
              paid);
        }
        pictures.add(Value.of(asset));
      }
    } catch (IOException e) {
      return new Outcome.Failed(
          new Failure.Transient("a result could not be stored: " + e.getMessage()),
          CallEnd.UNKNOWN);
    }
    return new Outcome.Done(
        Map.of(
            "image",
            pictures.getFirst(),
            "images",
            new Value.ListOf(List.copyOf(pictures)),
            "request",
            Value.of(brought.requestId())),
        brought.cost());
  }

  private static String name(StepContext context, URI file, int index) {
    var path = String.valueOf(file.getPath());
    var extension = path.matches(".*\\.[a-z0-9]{1,5}") ? path.substring(path.lastIndexOf('.')) : "";
    return context.itemName() + "-generated" + (index == 0 ? "" : "-" + (index + 1)) + extension;
  }
}

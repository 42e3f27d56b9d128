package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code image.generate}: a picture from words, by a provider. The result is copied into the asset
 * store at once, as providers delete theirs soon.
 */
public final class ImageGenerateStep extends PaidStep {
  private static final int SIDE_MAX = 8_192;
  private static final int REFERENCES_MAX = 15;
  private static final GeneratedFiles FILES =
      new GeneratedFiles("picture", "image/", 16, 64L << 20);

  private static final StepType TYPE =
      new StepType(
          "image.generate",
          1,
          "Make a picture from words, by a provider of the providers file",
          List.of(
              PROVIDER,
              MODEL,
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
              Port.of(
                  "image",
                  PortType.IMAGE,
                  "a picture to start from; how large, each kind of provider says"),
              Port.of(
                      "references",
                      PortType.IMAGE,
                      "more pictures to go by, where the model takes several")
                  .many()
                  .between(0, REFERENCES_MAX),
              SentPictures.MASK,
              OPTIONS),
          List.of(
              Port.of("image", PortType.IMAGE, "the picture; the first where there are more"),
              Port.of("images", PortType.IMAGE, "all pictures").many(),
              USED_SEED,
              GeneratedFiles.MARKED,
              REQUEST),
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
  String kind() {
    return Task.GenerateImage.KIND;
  }

  @Override
  Task task(StepInput input, StepContext context, Provider provider, String model)
      throws UnfitException {
    var image = input.asset("image");
    var all = new SentPictures(kind(), input, context, provider, model);
    return new Task.GenerateImage(
        model,
        present(input.text("prompt")),
        input.text("negative_prompt").filter(text -> !text.isBlank()),
        input.integer("width"),
        input.integer("height"),
        input.integer("seed"),
        image.isPresent() ? Optional.of(all.one("image")) : Optional.empty(),
        all.several("references"),
        all.mask(),
        options(input.value("options")));
  }

  @Override
  Outcome bring(
      Provider provider, PaidJob.End.Brought brought, StepContext context, StepInput input)
      throws InterruptedException {
    return switch (FILES.bring(provider, brought, context, source(input))) {
      case GeneratedFiles.Result.Not(var why) -> why;
      case GeneratedFiles.Result.Kept(var pictures, var marked) ->
          new Outcome.Done(
              seeded(
                  Map.of(
                      "image",
                      pictures.getFirst(),
                      "images",
                      new Value.ListOf(pictures),
                      "marked",
                      Value.of(marked),
                      "request",
                      Value.of(brought.requestId())),
                  brought,
                  input),
              brought.cost());
    };
  }
}

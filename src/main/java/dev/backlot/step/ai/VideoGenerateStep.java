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

/** {@code video.generate}: a video from words, or from a picture and words, by a provider. */
public final class VideoGenerateStep extends PaidStep {
  private static final int SECONDS_MAX = 600;
  private static final GeneratedFiles FILES = new GeneratedFiles("video", "video/", 1, 1L << 30);

  private static final StepType TYPE =
      new StepType(
          "video.generate",
          1,
          "Make a video from words, by a provider of the providers file",
          List.of(
              PROVIDER,
              MODEL,
              Port.of("prompt", PortType.TEXT, "what should be seen")
                  .mandatory()
                  .between(1, PROMPT_MAX),
              Port.of(
                  "image",
                  PortType.IMAGE,
                  "the picture it starts from; how large, each kind of provider says"),
              Port.of("seconds", PortType.INTEGER, "how long it is, where the model takes it")
                  .between(1, SECONDS_MAX),
              Port.of("seed", PortType.INTEGER, "the same seed tends to give the same video")
                  .between(0, Integer.MAX_VALUE),
              OPTIONS),
          List.of(Port.of("video", PortType.VIDEO, "the video"), USED_SEED, REQUEST),
          StepType.Resource.IO,
          false);

  public VideoGenerateStep(Providers providers) {
    super(providers);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  String kind() {
    return Task.GenerateVideo.KIND;
  }

  @Override
  Task task(StepInput input, StepContext context, Provider provider, String model)
      throws UnfitException {
    var image = input.asset("image");
    return new Task.GenerateVideo(
        model,
        present(input.text("prompt")),
        image.isPresent()
            ? Optional.of(
                DataUrl.of(
                    "image", image.get(), context, provider, provider.pictures(kind(), model)))
            : Optional.empty(),
        input.integer("seconds"),
        input.integer("seed"),
        options(input.value("options")));
  }

  @Override
  Outcome bring(
      Provider provider, PaidJob.End.Brought brought, StepContext context, StepInput input)
      throws InterruptedException {
    return switch (FILES.bring(provider, brought, context, source(input))) {
      case GeneratedFiles.Result.Not(var why) -> why;
      case GeneratedFiles.Result.Kept(var files, _) ->
          new Outcome.Done(
              seeded(
                  Map.of("video", files.getFirst(), "request", Value.of(brought.requestId())),
                  brought,
                  input),
              brought.cost());
    };
  }
}

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

/** {@code audio.generate}: speech, music or an effect from words, by a provider. */
public final class AudioGenerateStep extends PaidStep {
  private static final int SECONDS_MAX = 600;
  private static final GeneratedFiles FILES = new GeneratedFiles("sound", "audio/", 1, 256L << 20);

  private static final StepType TYPE =
      new StepType(
          "audio.generate",
          1,
          "Make speech, music or an effect from words, by a provider of the providers file",
          List.of(
              PROVIDER,
              MODEL,
              Port.of("prompt", PortType.TEXT, "what should be heard, or said")
                  .mandatory()
                  .between(1, PROMPT_MAX),
              Port.of("seconds", PortType.INTEGER, "how long it is, where the model takes it")
                  .between(1, SECONDS_MAX),
              Port.of("seed", PortType.INTEGER, "the same seed tends to give the same sound")
                  .between(0, Integer.MAX_VALUE),
              OPTIONS),
          List.of(Port.of("audio", PortType.AUDIO, "the sound"), USED_SEED, REQUEST),
          StepType.Resource.IO,
          false);

  public AudioGenerateStep(Providers providers) {
    super(providers);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  String kind() {
    return Task.GenerateAudio.KIND;
  }

  @Override
  Task task(StepInput input, StepContext context, Provider provider, String model)
      throws UnfitException {
    return new Task.GenerateAudio(
        model,
        present(input.text("prompt")),
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
                  Map.of("audio", files.getFirst(), "request", Value.of(brought.requestId())),
                  brought,
                  input),
              brought.cost());
    };
  }
}

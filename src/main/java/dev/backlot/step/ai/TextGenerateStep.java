package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code text.generate}: words from words, by a language model of a provider. */
public final class TextGenerateStep extends PaidStep {
  private static final int TOKENS_MAX = 100_000;

  private static final StepType TYPE =
      new StepType(
          "text.generate",
          2,
          "Write text with a language model, by a provider of the providers file",
          List.of(
              PROVIDER,
              MODEL,
              Port.of("prompt", PortType.TEXT, "what is asked").mandatory().between(1, PROMPT_MAX),
              Port.of("system", PortType.TEXT, "how the model should behave, where it listens")
                  .between(0, PROMPT_MAX),
              Port.of(
                  "image",
                  PortType.IMAGE,
                  "a picture to write about; how large, each kind of provider says"),
              Port.of("max_tokens", PortType.INTEGER, "where the answer is cut off, if it is")
                  .between(1, TOKENS_MAX),
              OPTIONS),
          List.of(Port.of("text", PortType.TEXT, "the answer, without space around it"), REQUEST),
          StepType.Resource.IO,
          false);

  public TextGenerateStep(Providers providers) {
    super(providers);
  }

  public TextGenerateStep(Providers providers, Rest rest) {
    super(providers, rest);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  String kind() {
    return Task.GenerateText.KIND;
  }

  @Override
  Task task(StepInput input, StepContext context, Provider provider, String model)
      throws UnfitException {
    var image = input.asset("image");
    return new Task.GenerateText(
        model,
        present(input.text("prompt")),
        input.text("system").filter(text -> !text.isBlank()),
        image.isPresent()
            ? Optional.of(
                DataUrl.of(
                    "image", image.get(), context, provider, provider.pictures(kind(), model)))
            : Optional.empty(),
        input.integer("max_tokens"),
        options(input.value("options")));
  }

  @Override
  Outcome bring(
      Provider provider, PaidJob.End.Brought brought, StepContext context, StepInput input) {
    if (brought.text().isBlank() || !brought.files().isEmpty()) {
      return new Outcome.Failed(
          new Failure.Refused(
              provider.name(), "expected words, but it answered with something else"),
          new CallEnd(true, brought.cost()));
    }
    return new Outcome.Done(
        Map.of("text", Value.of(brought.text().strip()), "request", Value.of(brought.requestId())),
        brought.cost());
  }
}

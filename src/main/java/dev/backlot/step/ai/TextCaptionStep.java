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

/**
 * {@code text.caption}: words about a picture, by a language model that can see. What is asked for
 * is made up from the kind, the language and the length; a model that says more is cut off.
 */
public final class TextCaptionStep extends PaidStep {
  private static final int CHARACTERS_MIN = 20;
  private static final int CHARACTERS_MAX = 2_000;

  /** Room for models that count longer words in several tokens. */
  private static final int TOKENS_MORE = 60;

  private static final StepType TYPE =
      new StepType(
          "text.caption",
          1,
          "Describes a picture in words, by a provider of the providers file",
          List.of(
              PROVIDER,
              MODEL,
              Port.of("image", PortType.IMAGE, "the picture; how large, each kind of provider says")
                  .mandatory(),
              Port.of("kind", PortType.TEXT, "what the words are for")
                  .oneOf("alt-text", "caption", "description", "keywords")
                  .defaultingTo(Value.of("alt-text")),
              Port.of("language", PortType.TEXT, "such as English, or pt-BR")
                  .between(2, 50)
                  .defaultingTo(Value.of("English")),
              Port.of("characters", PortType.INTEGER, "how long the words may be")
                  .between(CHARACTERS_MIN, CHARACTERS_MAX)
                  .defaultingTo(Value.of(125)),
              Port.of(
                      "notes",
                      PortType.TEXT,
                      "what the model should know besides, such as the product's name")
                  .between(0, 4_000),
              OPTIONS),
          List.of(
              Port.of("text", PortType.TEXT, "the words, without quotes around them"),
              Port.of("cut", PortType.BOOLEAN, "whether they were longer and had to be cut"),
              REQUEST),
          StepType.Resource.IO,
          false);

  private static final Map<String, String> KINDS =
      Map.of(
          "alt-text",
          "Write the alternative text of this picture for people who cannot see it. Say what it"
              + " shows, plainly; do not begin with 'Image of' or 'Picture of'.",
          "caption",
          "Write a caption for this picture, one sentence that makes people look.",
          "description",
          "Describe this picture for a catalogue: the thing it shows, its form, colours and"
              + " material, as far as they can be seen.",
          "keywords",
          "Write keywords for finding this picture, the most important first, separated by"
              + " commas.");

  public TextCaptionStep(Providers providers) {
    super(providers);
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
    int characters = present(input.integer("characters"));
    return new Task.GenerateText(
        model,
        prompt(input, characters),
        Optional.of(
            "You describe pictures. Answer with the words alone: no quotes, no explanation, no"
                + " formatting. Say nothing that cannot be seen or was not told to you."),
        Optional.of(
            DataUrl.of(
                "image",
                present(input.asset("image")),
                context,
                provider,
                provider.pictures(kind(), model))),
        Optional.of(characters + TOKENS_MORE),
        options(input.value("options")));
  }

  private static String prompt(StepInput input, int characters) {
    var notes = input.text("notes").filter(text -> !text.isBlank());
    return KINDS.get(present(input.text("kind")))
        + " Write in "
        + present(input.text("language"))
        + ", in at most "
        + characters
        + " characters."
        + notes.map(text -> "\n\nWhat is known: " + text.strip()).orElse("");
  }

  /** At the end of a word, with dots. */
  private static String cut(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    var start = text.substring(0, text.offsetByCodePoints(0, most - 1));
    // a word that just fits stays
    int space = text.charAt(start.length()) == ' ' ? start.length() : start.lastIndexOf(' ');
    return (space > start.length() / 2 ? start.substring(0, space) : start)
            .replaceFirst("[\\s,;:.–-]+$", "")
        + "…";
  }

  @Override
  Outcome bring(
      Provider provider, PaidJob.End.Brought brought, StepContext context, StepInput input) {
    var text = unquoted(brought.text().strip().replaceAll("\\s+", " "));
    if (text.isBlank() || !brought.files().isEmpty()) {
      return new Outcome.Failed(
          new Failure.Refused(
              provider.name(), "expected words, but it answered with something else"),
          new CallEnd(true, brought.cost()));
    }
    var fitted = cut(text, present(input.integer("characters")));
    return new Outcome.Done(
        Map.of(
            "text",
            Value.of(fitted),
            "cut",
            Value.of(!fitted.equals(text)),
            "request",
            Value.of(brought.requestId())),
        brought.cost());
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1).strip()
        : text;
  }
}

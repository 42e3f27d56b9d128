package dev.backlot.step.text;

import static dev.backlot.step.StepInput.present;

import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code text.template}: fills a Mustache template with values. */
public final class TextTemplateStep implements Step {
  private static final StepType TYPE =
      new StepType(
          "text.template",
          1,
          "Fills a Mustache template with values",
          List.of(
              Port.of(
                      "template",
                      PortType.TEXT,
                      "text with {{name}}, {{#list}}…{{/list}}, {{^missing}}…{{/missing}};"
                          + " {{{name}}} is not escaped")
                  .mandatory()
                  .between(1, 262_144),
              Port.of("values", PortType.JSON, "an object of what the names stand for").mandatory(),
              Port.of(
                      "escape",
                      PortType.TEXT,
                      "how values are written: as they are, or for HTML or JSON")
                  .oneOf("none", "html", "json")
                  .defaultingTo(Value.of("none")),
              Port.of("missing", PortType.TEXT, "what a name without a value does")
                  .oneOf("fail", "empty")
                  .defaultingTo(Value.of("fail")),
              Port.of("file", PortType.TEXT, "makes a file of this name too, such as page.html")
                  .between(1, 120)),
          List.of(
              Port.of("text", PortType.TEXT, "the text, at most 1,048,576 characters"),
              Port.of("file", PortType.FILE, "the text as a file, where one is wanted")),
          StepType.Resource.CPU,
          true);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    var values = literals.values().get("values");
    return values == null || values instanceof Value.ObjectOf
        ? Optional.empty()
        : Optional.of(new Failure.Invalid("values", "expected an object, but " + values.kind()));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    var values = present(input.value("values"));
    if (!(values instanceof Value.ObjectOf)) {
      return Outcome.invalid("values", "expected an object, but " + values.kind());
    }
    var escape = Mustaches.Escape.valueOf(present(input.text("escape")).toUpperCase(Locale.ROOT));
    try {
      var text =
          Mustaches.fill(
              present(input.text("template")),
              values,
              escape,
              present(input.text("missing")).equals("fail"));
      return Outcome.done(outputs(text, input.text("file"), context));
    } catch (Mustaches.UnfitException e) {
      return Outcome.invalid("template", String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Value> outputs(
      String text, Optional<String> name, StepContext context) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("text", Value.of(text));
    if (name.isPresent()) {
      try {
        var file = context.scratch().resolve("text");
        Files.writeString(file, text);
        outputs.put("file", Value.of(context.store(file, name.get())));
      } catch (IOException e) {
        throw new UncheckedIOException("the text could not be written", e);
      }
    }
    return outputs;
  }
}

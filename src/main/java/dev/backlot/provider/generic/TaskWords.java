package dev.backlot.provider.generic;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import dev.backlot.provider.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A task as an expression sees it: every field is there, and null where nobody gave it. */
final class TaskWords {
  private final Map<String, Value> words = new LinkedHashMap<>();

  private TaskWords() {}

  /** Work of a kind with pictures. */
  static Value example(String kind, String base64, List<String> references, Optional<String> mask) {
    var picture = Optional.of("data:image/png;base64," + base64);
    var none = Optional.<String>empty();
    var no = Optional.<Integer>empty();
    var options = Json.object();
    return of(
        switch (kind) {
          case Task.GenerateVideo.KIND ->
              new Task.GenerateVideo("m", "p", picture, no, no, options);
          case Task.GenerateText.KIND ->
              new Task.GenerateText("m", "p", none, picture, no, options);
          case Task.Upscale.KIND -> new Task.Upscale("m", picture.get(), no, options);
          case Task.CutOut.KIND -> new Task.CutOut("m", picture.get(), options);
          case Task.Expand.KIND ->
              new Task.Expand(
                  "m", picture.get(), 1, 1, none, new Task.Expand.Margins(1, 1, 1, 1), options);
          case Task.Erase.KIND -> new Task.Erase("m", picture.get(), mask.orElse(""), options);
          default ->
              new Task.GenerateImage(
                  "m", "p", none, no, no, no, picture, references, mask, options);
        });
  }

  static Value of(Task task) {
    var words = new TaskWords();
    switch (task) {
      case Task.GenerateImage image ->
          words
              .text("prompt", image.prompt())
              .text("negative_prompt", image.negativePrompt())
              .number("width", image.width())
              .number("height", image.height())
              .number("seed", image.seed())
              .text("image", image.image())
              .texts("references", image.references())
              .text("mask", image.mask())
              .object("options", image.options());
      case Task.GenerateVideo video ->
          words
              .text("prompt", video.prompt())
              .text("image", video.image())
              .number("seconds", video.seconds())
              .number("seed", video.seed())
              .object("options", video.options());
      case Task.GenerateText text ->
          words
              .text("prompt", text.prompt())
              .text("system", text.system())
              .text("image", text.image())
              .number("tokens_max", text.tokensMax())
              .object("options", text.options());
      case Task.GenerateAudio audio ->
          words
              .text("prompt", audio.prompt())
              .number("seconds", audio.seconds())
              .number("seed", audio.seed())
              .object("options", audio.options());
      case Task.Upscale upscale ->
          words
              .text("image", upscale.image())
              .number("scale", upscale.scale())
              .object("options", upscale.options());
      case Task.CutOut cutOut ->
          words.text("image", cutOut.image()).object("options", cutOut.options());
      case Task.Erase erase ->
          words
              .text("image", erase.image())
              .text("mask", erase.mask())
              .object("options", erase.options());
      case Task.Expand expand ->
          words
              .text("image", expand.image())
              .text("prompt", expand.prompt())
              .number("width", Optional.of(expand.width()))
              .number("height", Optional.of(expand.height()))
              .number("left", Optional.of(expand.margins().left()))
              .number("top", Optional.of(expand.margins().top()))
              .number("right", Optional.of(expand.margins().right()))
              .number("bottom", Optional.of(expand.margins().bottom()))
              .object("options", expand.options());
      case Task.RunGraph run -> words.object("graph", run.graph());
    }
    return new Value.ObjectOf(words.words);
  }

  private TaskWords text(String name, String text) {
    return text(name, Optional.of(text));
  }

  private TaskWords text(String name, Optional<String> text) {
    words.put(name, text.<Value>map(Value::of).orElseGet(Value::none));
    return this;
  }

  private TaskWords texts(String name, List<String> texts) {
    words.put(name, new Value.ListOf(texts.stream().<Value>map(Value::of).toList()));
    return this;
  }

  private TaskWords number(String name, Optional<Integer> number) {
    words.put(name, number.<Value>map(Value::of).orElseGet(Value::none));
    return this;
  }

  private TaskWords object(String name, ObjectNode object) {
    words.put(name, ValueJson.plain(object));
    return this;
  }
}

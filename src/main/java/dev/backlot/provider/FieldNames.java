package dev.backlot.provider;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a vendor calls the fields of a task, where it takes them all in one flat object. The prompt
 * and the seed have the same names everywhere.
 *
 * @param tokensMax where the words of an answer are cut off
 * @param scale how many times as wide and high a picture becomes
 * @param mask where a picture is to change
 * @param images several pictures, in place of the one
 */
public record FieldNames(
    String negativePrompt,
    String system,
    String tokensMax,
    String image,
    String scale,
    String mask,
    String images) {

  /** The task's options with its own fields beside them, as far as they were given. */
  public ObjectNode input(Task task) {
    return switch (task) {
      case Task.GenerateImage image -> input(image);
      case Task.GenerateVideo video -> {
        var input = video.options().deepCopy().put("prompt", video.prompt());
        put(input, image, video.image());
        video.seconds().ifPresent(seconds -> input.put("duration", seconds));
        video.seed().ifPresent(seed -> input.put("seed", seed));
        yield input;
      }
      case Task.GenerateText text -> {
        var input = text.options().deepCopy().put("prompt", text.prompt());
        put(input, system, text.system());
        put(input, image, text.image());
        text.tokensMax().ifPresent(most -> input.put(tokensMax, most));
        yield input;
      }
      case Task.GenerateAudio audio -> {
        var input = audio.options().deepCopy().put("prompt", audio.prompt());
        audio.seconds().ifPresent(seconds -> input.put("duration", seconds));
        audio.seed().ifPresent(seed -> input.put("seed", seed));
        yield input;
      }
      case Task.Upscale upscale -> {
        var input = upscale.options().deepCopy().put(image, upscale.image());
        upscale.scale().ifPresent(times -> input.put(scale, times));
        yield input;
      }
      case Task.CutOut cutOut -> cutOut.options().deepCopy().put(image, cutOut.image());
      case Task.Erase erase ->
          erase.options().deepCopy().put(image, erase.image()).put(mask, erase.mask());
      case Task.Expand expand -> expand.options().deepCopy().put(image, expand.image());
      case Task.RunGraph run -> run.graph();
    };
  }

  private ObjectNode input(Task.GenerateImage task) {
    var input = task.options().deepCopy().put("prompt", task.prompt());
    put(input, negativePrompt, task.negativePrompt());
    task.width().ifPresent(width -> input.put("width", width));
    task.height().ifPresent(height -> input.put("height", height));
    task.seed().ifPresent(seed -> input.put("seed", seed));
    pictures(input, task);
    return input;
  }

  /** Several stand in a list, one alone where one is taken. */
  public void pictures(ObjectNode input, Task.GenerateImage task) {
    if (task.references().isEmpty()) {
      put(input, image, task.image());
    } else {
      var all = input.putArray(images);
      task.pictures().forEach(all::add);
    }
    put(input, mask, task.mask());
  }

  private static void put(ObjectNode input, String name, Optional<String> text) {
    text.ifPresent(given -> input.put(name, given));
  }
}

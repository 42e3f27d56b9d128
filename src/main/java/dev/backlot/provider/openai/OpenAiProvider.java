package dev.backlot.provider.openai;

import dev.backlot.json.Json;
import dev.backlot.model.Money;
import dev.backlot.provider.Addresses;
import dev.backlot.provider.AtOnceProvider;
import dev.backlot.provider.DataUri;
import dev.backlot.provider.Multipart;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Price;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Shape;
import dev.backlot.provider.Task;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions and image generations, by its public API reference as stored in
 * November 2026: {@code POST /chat/completions}, {@code POST /images/generations} and {@code POST
 * /images/edits}, with {@code image[]} and {@code mask}, below an address that usually ends with
 * {@code /v1}. Ollama, vLLM and many gateways speak the same.
 *
 * <p>Our key goes along as {@code X-Client-Request-Id}, which OpenAI logs.
 */
public final class OpenAiProvider extends AtOnceProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "openai";

  private static final long INLINE_MAX = 16 << 20;
  private static final int SEVERAL = 16;

  /** OpenAI's own that edit several pictures and take a mask, also as gateways call them. */
  private static final Pattern EDITORS = Pattern.compile("(.*/)?(chatgpt|gpt)-image-.*");

  private static final String OLD_EDITOR = "dall-e-2";

  /** OpenAI's own that take text alone; of all others the providers file knows best. */
  private static final Pattern BLIND =
      Pattern.compile(
          "gpt-3\\.5.*|gpt-4(-0314|-0613|-32k.*)?|gpt-oss.*|o1-(mini|preview).*|o3-mini.*"
              + "|(text-)?(davinci|babbage).*");

  /** What the reference calls a request by on the client's side. */
  public static final String KEY_HEADER = "X-Client-Request-Id";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  public OpenAiProvider(ProviderSettings settings, ProviderHttp http) {
    super(settings, http);
  }

  @Override
  public Set<String> tasks() {
    return Set.of(Task.GenerateImage.KIND, Task.GenerateText.KIND);
  }

  @Override
  protected Pictures taken(String task, String model) {
    if (task.equals(Task.GenerateText.KIND) && BLIND.matcher(model).matches()) {
      return new Pictures.None("the model " + model + " cannot see");
    }
    if (!task.equals(Task.GenerateImage.KIND)) {
      return new Pictures.UpTo(INLINE_MAX);
    }
    if (model.equals("dall-e-3")) {
      return new Pictures.None("the model dall-e-3 starts from words alone");
    }
    boolean several = EDITORS.matcher(model).matches();
    return new Pictures.UpTo(
        INLINE_MAX, several ? SEVERAL : 1, several || model.equals(OLD_EDITOR));
  }

  @Override
  public KeyTest testKey() throws InterruptedException {
    return http.testKey("/models");
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    if (task instanceof Task.GenerateImage image && Shape.refuse(image).isPresent()) {
      return new Submitted.Refused(Shape.refuse(image).get());
    }
    return switch (task) {
      case Task.GenerateText text -> answered("/chat/completions", chat(text), text, key);
      case Task.GenerateImage image when image.image().isEmpty() ->
          answered("/images/generations", picture(image), image, key);
      case Task.GenerateImage image -> edited(image, key);
      default -> unable(task);
    };
  }

  private static ObjectNode chat(Task.GenerateText task) {
    var body = task.options().deepCopy();
    body.put("model", task.model());
    var messages = body.putArray("messages");
    task.system()
        .ifPresent(text -> messages.addObject().put("role", "system").put("content", text));
    var user = messages.addObject().put("role", "user");
    if (task.image().isEmpty()) {
      user.put("content", task.prompt());
    } else {
      var parts = user.putArray("content");
      parts.addObject().put("type", "text").put("text", task.prompt());
      parts
          .addObject()
          .put("type", "image_url")
          .putObject("image_url")
          .put("url", task.image().get());
    }
    task.tokensMax().ifPresent(most -> body.put("max_tokens", most));
    return body;
  }

  private static ObjectNode picture(Task.GenerateImage task) {
    var body = task.options().deepCopy();
    body.put("model", task.model());
    body.put(
        "prompt",
        task.negativePrompt()
            .map(avoid -> task.prompt() + "\nDo not show: " + avoid)
            .orElse(task.prompt()));
    if (task.width().isPresent() && task.height().isPresent()) {
      body.put("size", task.width().get() + "x" + task.height().get());
    }
    task.seed().ifPresent(seed -> body.put("seed", seed));
    return body;
  }

  /** A picture from another one and words: a form, as the picture goes along as a file. */
  private Submitted edited(Task.GenerateImage task, String key) throws InterruptedException {
    var form = new Multipart(key);
    picture(task).forEachEntry((name, value) -> form.field(name, value.asString()));
    var pictures = task.pictures();
    // one alone as ever: older servers know no other
    var field = pictures.size() == 1 ? "image" : "image[]";
    pictures.forEach(one -> form.file(field, "image", DataUri.mediaType(one), DataUri.bytes(one)));
    if (task.mask().isPresent()) {
      var mask = Mask.transparent(task.mask().get());
      if (mask.isEmpty()) {
        return refused("mask", Mask.TOO_LARGE);
      }
      form.file("mask", "mask.png", "image/png", mask.get());
    }
    return submitted(
        http.work("/images/edits", form, Map.of(KEY_HEADER, key), PATIENCE), task, key);
  }

  private Submitted answered(String path, ObjectNode body, Task task, String key)
      throws InterruptedException {
    return submitted(
        http.work(path, Json.text(body), Map.of(KEY_HEADER, key), PATIENCE), task, key);
  }

  @Override
  protected String id(JsonNode answer) {
    return answer.path("id").asString("");
  }

  @Override
  protected String detail(JsonNode answer) {
    return answer.path("error").path("message").asString("");
  }

  /** Chat completions call them otherwise than images. */
  @Override
  protected Optional<Price.Tokens> tokens(JsonNode answer) {
    var usage = answer.path("usage");
    var input =
        usage.has("prompt_tokens") ? usage.path("prompt_tokens") : usage.path("input_tokens");
    var output =
        usage.has("completion_tokens")
            ? usage.path("completion_tokens")
            : usage.path("output_tokens");
    return input.isIntegralNumber() && output.isIntegralNumber()
        ? Optional.of(new Price.Tokens(input.longValue(), output.longValue()))
        : Optional.empty();
  }

  @Override
  protected Polled end(JsonNode answer, Money cost) {
    var files = files(answer);
    var choice = answer.path("choices").path(0);
    var text = choice.path("message").path("content").asString("");
    return files.isEmpty() && text.isBlank()
        ? empty(choice.path("finish_reason").asString(""), cost)
        : new Polled.Done(files, text, cost);
  }

  private static List<URI> files(JsonNode answer) {
    var files = new ArrayList<URI>();
    for (var one : answer.path("data")) {
      DataUri.of(one.path("b64_json").asString(""))
          .or(() -> Addresses.parse(one.path("url").asString("")))
          .ifPresent(files::add);
    }
    return files;
  }
}

package dev.backlot.provider.google;

import dev.backlot.json.Json;
import dev.backlot.model.Money;
import dev.backlot.provider.AtOnceProvider;
import dev.backlot.provider.DataUri;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Price;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.ServiceAccount;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's Gemini API, by its public reference as stored in November 2026: {@code POST
 * /models/MODEL:generateContent} below an address that ends with {@code /v1beta}, for words, words
 * about a picture, and pictures. Vertex AI answers the same below a project's {@code
 * publishers/google}, to whoever shows a token in place of a key.
 *
 * <p>Imagen's models are asked by {@code POST /models/MODEL:predict}, as Vertex AI's reference has
 * it: to make pictures, and on Vertex AI to change and enlarge them.
 *
 * <p>It takes no size in pixels, only one of ten shapes: the nearest to what is asked for.
 *
 * <p>Google charges nothing for answers with an error, so 5xx is a certain end here.
 */
public final class GoogleProvider extends AtOnceProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "google";

  /** What a token is to be good for. */
  public static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private static final Pattern PROJECT = Pattern.compile(".*/projects/[^/]+/.*/publishers/google");
  private static final long INLINE_MAX = 12 << 20;
  private static final int SEVERAL = 14;

  /** Those that make pictures, of up to so many. */
  private static final Pattern PAINTERS = Pattern.compile("gemini-.*image.*");

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Pattern MODEL = Pattern.compile("\\w[\\w.-]{0,99}");
  private static final List<String> SHAPES =
      List.of("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9");
  private static final String CONFIG = "generationConfig";

  private final Optional<ServiceAccount> account;

  public GoogleProvider(ProviderSettings settings, ProviderHttp http) {
    super(settings, http);
    account = Optional.empty();
  }

  /**
   * With a service account, whose tokens the calls show.
   *
   * @param http that shows its passes
   */
  public GoogleProvider(ProviderSettings settings, ProviderHttp http, ServiceAccount account) {
    super(settings, http);
    this.account = Optional.of(account);
  }

  /** How a key is shown there: Vertex AI takes the tokens of a project, the Gemini API keys. */
  public static KeyHeader header(URI address) {
    return PROJECT.matcher(String.valueOf(address.getPath())).matches()
        ? KeyHeader.BEARER
        : KeyHeader.GOOGLE;
  }

  @Override
  public Set<String> tasks() {
    return Set.of(
        Task.GenerateImage.KIND, Task.GenerateText.KIND, Task.Upscale.KIND, Task.Erase.KIND);
  }

  @Override
  protected boolean isDoubtful(int status) {
    return false;
  }

  @Override
  protected Pictures taken(String task, String model) {
    if (Imagen.is(model)) {
      return Imagen.pictures(model, INLINE_MAX);
    }
    return new Pictures.UpTo(INLINE_MAX, PAINTERS.matcher(model).matches() ? SEVERAL : 1, false);
  }

  @Override
  public KeyTest testKey() throws InterruptedException {
    return account.isPresent() ? account.get().test() : http.testKey("/models");
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    if (!MODEL.matcher(task.model()).matches()) {
      return refused(
          "model", "expected a name such as gemini-2.5-flash, but '" + task.model() + "'");
    }
    if (Imagen.is(task.model())) {
      return imagined(task, key);
    }
    return switch (task) {
      case Task.GenerateText text -> asked(words(text), task, key);
      case Task.GenerateImage image -> {
        var size = Shape.refuse(image);
        yield size.isPresent()
            ? new Submitted.Refused(size.get())
            : asked(picture(image), task, key);
      }
      case Task.Upscale _, Task.Erase _ ->
          refused("model", "only models of Imagen do that, but '" + task.model() + "' is none");
      default -> unable(task);
    };
  }

  private Submitted imagined(Task task, String key) throws InterruptedException {
    return switch (Imagen.body(task)) {
      case Imagen.Request.Unfit(var field, var why) -> refused(field, why);
      case Imagen.Request.Fit(var body) -> {
        var path = "/models/" + task.model() + ":predict";
        yield submitted(http.work(path, Json.text(body), Map.of(), PATIENCE), task, key);
      }
    };
  }

  private Submitted asked(ObjectNode body, Task task, String key) throws InterruptedException {
    var path = "/models/" + task.model() + ":generateContent";
    return submitted(http.work(path, Json.text(body), Map.of(), PATIENCE), task, key);
  }

  private static ObjectNode words(Task.GenerateText task) {
    var body = task.options().deepCopy();
    task.system()
        .ifPresent(
            text ->
                body.putObject("systemInstruction")
                    .putArray("parts")
                    .addObject()
                    .put("text", text));
    parts(body, task.prompt(), task.image().stream().toList());
    task.tokensMax().ifPresent(most -> config(body).put("maxOutputTokens", most));
    return body;
  }

  private static ObjectNode picture(Task.GenerateImage task) {
    var body = task.options().deepCopy();
    var prompt =
        task.negativePrompt()
            .map(avoid -> task.prompt() + "\nDo not show: " + avoid)
            .orElse(task.prompt());
    parts(body, prompt, task.pictures());
    var config = config(body);
    if (!config.has("responseModalities")) {
      config.putArray("responseModalities").add("TEXT").add("IMAGE");
    }
    task.seed().ifPresent(seed -> config.put("seed", seed));
    Shape.nearest(SHAPES, task).ifPresent(shape -> shaped(config, shape));
    return body;
  }

  /** A shape that the options name stays. */
  private static void shaped(ObjectNode config, String shape) {
    var image = config.withObject("/imageConfig");
    if (!image.has("aspectRatio")) {
      image.put("aspectRatio", shape);
    }
  }

  private static void parts(ObjectNode body, String prompt, List<String> pictures) {
    ArrayNode parts = body.putArray("contents").addObject().put("role", "user").putArray("parts");
    pictures.forEach(
        picture ->
            parts
                .addObject()
                .putObject("inlineData")
                .put("mimeType", DataUri.mediaType(picture))
                .put("data", DataUri.base64(picture)));
    parts.addObject().put("text", prompt);
  }

  /** What the options say of it stays. */
  private static ObjectNode config(ObjectNode body) {
    return body.get(CONFIG) instanceof ObjectNode given ? given : body.putObject(CONFIG);
  }

  @Override
  protected String detail(JsonNode answer) {
    return answer.path("error").path("message").asString("");
  }

  @Override
  protected String id(JsonNode answer) {
    return answer.path("responseId").asString("");
  }

  /** What it thinks is charged like what it says, which is left out where it says nothing. */
  @Override
  protected Optional<Price.Tokens> tokens(JsonNode answer) {
    var usage = answer.path("usageMetadata");
    var input = usage.path("promptTokenCount");
    long output =
        usage.path("candidatesTokenCount").asLong(0) + usage.path("thoughtsTokenCount").asLong(0);
    return input.isIntegralNumber()
        ? Optional.of(new Price.Tokens(input.longValue(), output))
        : Optional.empty();
  }

  @Override
  protected Polled end(JsonNode answer, Money cost) {
    if (answer.has("predictions")) {
      return Imagen.files(answer)
          .<Polled>map(files -> new Polled.Done(files, "", cost))
          .orElseGet(() -> empty(Imagen.reason(answer), cost));
    }
    var candidate = answer.path("candidates").path(0);
    var files = new ArrayList<URI>();
    var words = new StringBuilder();
    for (var part : candidate.path("content").path("parts")) {
      // a model that thinks aloud marks it
      if (!part.path("thought").booleanValue(false)) {
        words.append(part.path("text").asString(""));
        DataUri.of(part.path("inlineData").path("data").asString("")).ifPresent(files::add);
      }
    }
    return files.isEmpty() && words.toString().isBlank()
        ? empty(reason(answer, candidate), cost)
        : new Polled.Done(files, words.toString(), cost);
  }

  private static String reason(JsonNode answer, JsonNode candidate) {
    var blocked = answer.path("promptFeedback").path("blockReason").asString("");
    return blocked.isEmpty() ? candidate.path("finishReason").asString("") : blocked;
  }
}

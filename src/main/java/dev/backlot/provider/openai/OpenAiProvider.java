package dev.backlot.provider.openai;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.Failure;
import dev.backlot.provider.PricedProvider;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.Reply;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Task;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions and image generations, by its public API reference as stored in
 * November 2026: {@code POST /chat/completions} and {@code POST /images/generations} below an
 * address that usually ends with {@code /v1}. Ollama, vLLM and many gateways speak the same.
 *
 * <p><b>The answer is the result.</b> There is no job to ask for and no list to look into, so an
 * answer that is lost is lost, and an answer 5xx says nothing for certain: the call stays unknown,
 * and is not made again by itself. With {@code unlisted-after} the operator says that such a call
 * counts as never made, which is right for a server of one's own.
 *
 * <p><b>What is charged</b> is the price of a call, for results alone. Our key goes along as {@code
 * X-Client-Request-Id}, which OpenAI logs.
 */
public final class OpenAiProvider extends PricedProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "openai";

  /** What the reference calls a request by on the client's side. */
  public static final String KEY_HEADER = "X-Client-Request-Id";

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int DETAIL_MAX = 500;

  private final ProviderHttp http;

  public OpenAiProvider(ProviderSettings settings, ProviderHttp http) {
    super(settings);
    this.http = http;
  }

  @Override
  public Set<String> tasks() {
    return Set.of(Task.GenerateImage.KIND, Task.GenerateText.KIND);
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    return switch (task) {
      case Task.GenerateText text -> answered("/chat/completions", chat(text), text, key);
      case Task.GenerateImage image when image.image().isEmpty() ->
          answered("/images/generations", picture(image), image, key);
      case Task.GenerateImage _ ->
          refused("image", name() + " makes pictures from words alone; leave the picture out");
      case Task.GenerateVideo _ -> refused("", name() + " makes no videos");
    };
  }

  private static Submitted refused(String field, String why) {
    return new Submitted.Refused(new Failure.Invalid(field, why));
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

  private Submitted answered(String path, ObjectNode body, Task task, String key)
      throws InterruptedException {
    return switch (http.work(path, Json.text(body), Map.of(KEY_HEADER, key), PATIENCE)) {
      case Reply.Unsent(var why) -> new Submitted.Refused(why);
      case Reply.Lost(var why) -> new Submitted.Unknown(why.message());
      case Reply.Answered answer -> read(answer, task, key);
    };
  }

  private Submitted read(Reply.Answered answer, Task task, String key) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return new Submitted.Ended(id(answer, key), end(answer, task));
    }
    if (status == 408 || status >= 500) {
      // whoever stands in front may have given up on what is still being done
      return new Submitted.Unknown(name() + " answered " + status);
    }
    return new Submitted.Refused(refusal(answer));
  }

  private static String id(Reply.Answered answer, String key) {
    try {
      var id = Json.parse(answer.text()).path("id").asString("");
      return id.isEmpty() || id.length() > DETAIL_MAX ? key : id;
    } catch (JsonProblem _) {
      return key;
    }
  }

  private Polled end(Reply.Answered answer, Task task) {
    var cost = charged(task.model()).ofResult(BigDecimal.ZERO);
    return Completion.of(answer.text()).polled(name(), cost);
  }

  private Failure refusal(Reply.Answered answer) {
    var said = name() + " answered " + answer.status() + detail(answer.text());
    return switch (answer.status()) {
      case 429 -> new Failure.Transient(said, answer.retryAfter());
      case 401, 403 ->
          new Failure.Refused(
              name(), said + "; it does not accept the key in " + settings.key().name());
      case 404 -> new Failure.Invalid("model", said);
      case 400, 422 -> new Failure.Invalid("", said);
      default -> new Failure.Refused(name(), said);
    };
  }

  private static String detail(String text) {
    try {
      var message = Json.parse(text).path("error").path("message").asString("");
      return message.isEmpty()
          ? ""
          : ": " + message.substring(0, Math.min(message.length(), DETAIL_MAX));
    } catch (JsonProblem _) {
      return "";
    }
  }

  @Override
  public Polled poll(Job job) {
    return new Polled.Gone(
        name() + " keeps no answers, and the one to " + job.requestId() + " was not written down");
  }

  @Override
  public Polled cancel(Job job) {
    return poll(job);
  }

  @Override
  public Found find(String key, Instant since) {
    // nothing is ever listed
    return new Found.Unlisted();
  }

  @Override
  public Optional<Failure> fetch(URI file, Path target, long bytesMax) throws InterruptedException {
    return String.valueOf(file.getScheme()).equals("data")
        ? write(file.getSchemeSpecificPart(), target, bytesMax)
        : http.fetch(file, target, bytesMax);
  }

  private Optional<Failure> write(String data, Path target, long bytesMax) {
    try {
      var bytes = Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1));
      if (bytes.length > bytesMax) {
        return Optional.of(
            new Failure.Invalid(
                "url", "expected a file of at most " + bytesMax + " bytes, but it is longer"));
      }
      Files.write(target, bytes);
      return Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.of(new Failure.Refused(name(), "the picture it sent is no Base64"));
    } catch (IOException e) {
      return Optional.of(new Failure.Transient("a result could not be written: " + e.getMessage()));
    }
  }

  @Override
  public Optional<Note> callback(
      Map<String, String> headers, byte[] body, String key, Instant now) {
    return Optional.empty();
  }
}

package dev.backlot.provider.fal;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.provider.FieldNames;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.PricedProvider;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.Reply;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Refusal;
import dev.backlot.provider.Shape;
import dev.backlot.provider.Task;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * fal's queue, by its public reference as stored in November 2026: {@code POST /MODEL} hands in,
 * {@code GET /APP/requests/ID/status} and {@code GET /APP/requests/ID} ask, {@code PUT
 * /APP/requests/ID/cancel} cancels, where APP is the first two parts of the model's name.
 *
 * <p><b>Which job is ours.</b> fal takes no idempotency keys and lists no jobs. A submission that
 * got no answer is found by its report alone, which comes to an address that ends with our key. So
 * without {@code callbacks} such a call stays unknown, and it is never submitted again.
 *
 * <p><b>What is charged</b> follows from the price list: a price for a second is charged for {@code
 * metrics.inference_time}, a price for a call for results alone.
 */
public final class FalProvider extends PricedProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "fal";

  private static final long INLINE_MAX = 8 << 20;

  private static final FieldNames NAMES =
      new FieldNames(
          "negative_prompt",
          "system_prompt",
          "max_tokens",
          "image_url",
          "scale",
          "mask_url",
          "image_urls");
  private static final Pattern MODEL = Pattern.compile("\\w[\\w.-]{0,99}(/\\w[\\w.-]{0,99}){1,5}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private final FalSignature signature;

  public FalProvider(ProviderSettings settings, ProviderHttp http, FalSignature signature) {
    super(settings, http);
    this.signature = signature;
  }

  @Override
  public Set<String> tasks() {
    return Set.of(
        Task.GenerateImage.KIND,
        Task.GenerateVideo.KIND,
        Task.GenerateText.KIND,
        Task.GenerateAudio.KIND,
        Task.Upscale.KIND,
        Task.CutOut.KIND,
        Task.Erase.KIND);
  }

  @Override
  protected Pictures taken(String task, String model) {
    // an eraser is nothing without a mask; of other models the file has to say it
    return new Pictures.UpTo(INLINE_MAX, 1, task.equals(Task.Erase.KIND));
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    if (!MODEL.matcher(task.model()).matches()) {
      return new Submitted.Refused(
          new Failure.Invalid(
              "model", "expected OWNER/APP, such as fal-ai/flux/dev, but '" + task.model() + "'"));
    }
    if (!tasks().contains(task.kind())) {
      return new Submitted.Refused(new Failure.Invalid("", name() + " does no " + task.kind()));
    }
    if (task instanceof Task.GenerateImage image && Shape.refuse(image).isPresent()) {
      return new Submitted.Refused(Shape.refuse(image).get());
    }
    var report =
        settings
            .callback(key)
            .map(to -> "?fal_webhook=" + URLEncoder.encode(to, StandardCharsets.UTF_8))
            .orElse("");
    var path = "/" + task.model() + report;
    return switch (http.post(path, Optional.of(Json.text(input(task))))) {
      case Reply.Unsent(var why) -> new Submitted.Unavailable(why);
      case Reply.Lost(var why) -> new Submitted.Unknown(why.message());
      case Reply.Answered answer -> submitted(answer);
    };
  }

  private static ObjectNode input(Task task) {
    return switch (task) {
      case Task.GenerateImage image -> input(image);
      case Task.GenerateVideo(_, var prompt, var image, var seconds, var seed, var options) -> {
        var input = options.deepCopy().put("prompt", prompt);
        image.ifPresent(picture -> input.put("image_url", picture));
        // models disagree: those that take a number take its text too, not the other way round
        seconds.ifPresent(duration -> input.put("duration", Integer.toString(duration)));
        seed.ifPresent(number -> input.put("seed", number));
        yield input;
      }
      default -> NAMES.input(task);
    };
  }

  private static ObjectNode input(Task.GenerateImage task) {
    var input = task.options().deepCopy().put("prompt", task.prompt());
    task.negativePrompt().ifPresent(text -> input.put("negative_prompt", text));
    if (task.width().isPresent() && task.height().isPresent()) {
      input
          .putObject("image_size")
          .put("width", task.width().get())
          .put("height", task.height().get());
    }
    task.seed().ifPresent(seed -> input.put("seed", seed));
    NAMES.pictures(input, task);
    return input;
  }

  private Submitted submitted(Reply.Answered answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      var id = Json.orEmpty(answer.text()).path("request_id").asString("");
      return ID.matcher(id).matches()
          ? new Submitted.Accepted(id)
          : new Submitted.Unknown(name() + " answered without a request_id");
    }
    return Refusal.isDoubtful(status)
        ? new Submitted.Unknown(name() + " answered " + status)
        : new Submitted.Refused(Refusal.of(settings, answer, FalResult::detail));
  }

  @Override
  public Polled poll(Job job) throws InterruptedException {
    if (!ID.matcher(job.requestId()).matches() || !MODEL.matcher(job.model()).matches()) {
      return new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
    }
    return switch (http.get(path(job) + "/status")) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer -> polled(answer, job);
    };
  }

  private Polled polled(Reply.Answered answer, Job job) throws InterruptedException {
    if (answer.status() == 404) {
      return gone(job);
    }
    if (answer.status() != 200 && answer.status() != 202) {
      return unknown(answer);
    }
    var status = Json.orEmpty(answer.text());
    return switch (status.path("status").asString("")) {
      case "IN_QUEUE", "IN_PROGRESS" -> new Polled.Pending();
      case "COMPLETED" -> result(status, job);
      default -> unknown(answer);
    };
  }

  private Polled result(JsonNode status, Job job) throws InterruptedException {
    return switch (http.get(path(job))) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer ->
          new FalResult(status, answer.status(), Json.orEmpty(answer.text()))
              .polled(name(), charged(job.model()))
              .orElseGet(() -> unknown(answer));
    };
  }

  @Override
  public Polled cancel(Job job) throws InterruptedException {
    if (!ID.matcher(job.requestId()).matches() || !MODEL.matcher(job.model()).matches()) {
      return new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
    }
    return switch (http.put(path(job) + "/cancel")) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer when answer.status() == 404 -> gone(job);
      // 400 says that it had ended already
      case Reply.Answered answer when answer.status() == 202 || answer.status() == 400 -> poll(job);
      case Reply.Answered answer -> unknown(answer);
    };
  }

  /** Below a model there are jobs of its app alone: the first two parts of its name. */
  private static String path(Job job) {
    var parts = job.model().split("/", 3);
    return "/" + parts[0] + "/" + parts[1] + "/requests/" + job.requestId();
  }

  private Polled gone(Job job) {
    return new Polled.Gone(name() + " knows no request " + job.requestId());
  }

  private Polled unknown(Reply.Answered answer) {
    return new Polled.Unknown(
        new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
  }

  @Override
  public Found find(String key, Instant since) {
    return new Found.Unknown(
        new Failure.Transient(
            settings.callbacks().isPresent()
                ? name() + " lists no jobs, and has not reported about this one yet"
                : name() + " cannot recognise it: its providers file has no 'callbacks'"));
  }

  @Override
  public Optional<Failure> fetch(URI file, Path target, long bytesMax) throws InterruptedException {
    return http.fetch(file, target, bytesMax);
  }

  @Override
  public Optional<Note> callback(
      Map<String, String> headers, byte[] body, String key, Instant now) {
    return settings
        .callbacks()
        .filter(_ -> signature.holds(headers, body, now))
        .map(
            _ ->
                Json.orEmpty(new String(body, StandardCharsets.UTF_8))
                    .path("request_id")
                    .asString(""))
        .filter(id -> ID.matcher(id).matches())
        .map(id -> new Note(key, id));
  }
}

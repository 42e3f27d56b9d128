package dev.backlot.provider.scenario;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.provider.Addresses;
import dev.backlot.provider.FieldNames;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.PricedProvider;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.Reply;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Refusal;
import dev.backlot.provider.Seeds;
import dev.backlot.provider.Task;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Scenario's generation, by its public reference as stored in November 2026: {@code POST
 * /generate/custom/MODEL} hands in, {@code GET /jobs/ID} asks, {@code POST /jobs/ID/action}
 * cancels, and {@code GET /assets/ID} says where a result lies. The secret is {@code KEY:SECRET},
 * shown as HTTP Basic.
 *
 * <p><b>Which job is ours.</b> Scenario takes no idempotency keys, and nothing of ours is shown
 * again in its list of jobs. So a submission that got no answer stays unknown, and is never made
 * again.
 *
 * <p><b>What is charged</b> is the price of a call, for results alone.
 */
public final class ScenarioProvider extends PricedProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "scenario";

  private static final long INLINE_MAX = 4 << 20;
  private static final int ASSETS_MAX = 16;
  private static final int WORDS_MAX = 500;
  private static final FieldNames NAMES =
      new FieldNames(
          "negativePrompt",
          "systemPrompt",
          "maxTokens",
          "image",
          "upscaleFactor",
          "mask",
          "referenceImages");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  public ScenarioProvider(ProviderSettings settings, ProviderHttp http) {
    super(settings, http);
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
              "model", "expected a model's id such as model_imagen4, but '" + task.model() + "'"));
    }
    if (!tasks().contains(task.kind())) {
      return new Submitted.Refused(new Failure.Invalid("", name() + " does no " + task.kind()));
    }
    var path = "/generate/custom/" + task.model();
    return switch (http.post(path, Optional.of(Json.text(NAMES.input(task))))) {
      case Reply.Unsent(var why) -> new Submitted.Unavailable(why);
      case Reply.Lost(var why) -> new Submitted.Unknown(why.message());
      case Reply.Answered answer -> submitted(answer);
    };
  }

  private Submitted submitted(Reply.Answered answer) {
    if (isGood(answer)) {
      var id = Json.orEmpty(answer.text()).path("job").path("jobId").asString("");
      return ID.matcher(id).matches()
          ? new Submitted.Accepted(id)
          : new Submitted.Unknown(name() + " answered without a jobId");
    }
    return Refusal.isDoubtful(answer.status())
        ? new Submitted.Unknown(name() + " answered " + answer.status())
        : new Submitted.Refused(
            Refusal.of(settings, answer, json -> json.path("message").asString("")));
  }

  @Override
  public Polled poll(Job job) throws InterruptedException {
    return ID.matcher(job.requestId()).matches()
        ? polled(http.get("/jobs/" + job.requestId()), job)
        : new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
  }

  /** An acknowledgement that may still say in-progress; the job is asked for until it has ended. */
  @Override
  public Polled cancel(Job job) throws InterruptedException {
    return ID.matcher(job.requestId()).matches()
        ? polled(
            http.post(
                "/jobs/" + job.requestId() + "/action", Optional.of("{\"action\":\"cancel\"}")),
            job)
        : new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
  }

  private Polled polled(Reply reply, Job job) throws InterruptedException {
    return switch (reply) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer when answer.status() == 404 ->
          new Polled.Gone(name() + " knows no job " + job.requestId());
      case Reply.Answered answer when isGood(answer) ->
          polled(Json.orEmpty(answer.text()).path("job"), answer, job);
      case Reply.Answered answer -> unknown(answer);
    };
  }

  private Polled polled(JsonNode said, Reply.Answered answer, Job job) throws InterruptedException {
    return switch (said.path("status").asString("")) {
      case "queued", "pending", "warming-up", "in-progress", "finalizing" ->
          new Polled.Pending(progress(said));
      case "success" -> result(said.path("metadata"), job);
      case "failure" -> failed("the job failed", said, job);
      case "canceled" -> failed("the job was cancelled", said, job);
      default -> unknown(answer);
    };
  }

  /** A number from 0 to 1, by the reference; nothing where it is left out. */
  private static Optional<Progress> progress(JsonNode said) {
    return Optional.of(said.path("progress"))
        .filter(JsonNode::isNumber)
        .map(number -> new Progress(number.doubleValue()));
  }

  private Polled failed(String what, JsonNode said, Job job) {
    var words = said.path("metadata").path("error").asString("");
    var why = words.isEmpty() ? "" : ": " + words.substring(0, Math.min(words.length(), WORDS_MAX));
    return new Polled.Failed(
        new Failure.Refused(name(), what + why), charged(job.model()).ofFailure(BigDecimal.ZERO));
  }

  /** A job names its assets; each is asked for where its file lies. */
  private Polled result(JsonNode metadata, Job job) throws InterruptedException {
    var files = new ArrayList<URI>();
    var seed = Optional.<Long>empty();
    for (var asset : metadata.path("assetIds")) {
      var id = asset.asString("");
      if (files.size() >= ASSETS_MAX || !ID.matcher(id).matches()) {
        break;
      }
      switch (http.get("/assets/" + id)) {
        case Reply.Unsent(var why) -> {
          return new Polled.Unknown(why);
        }
        case Reply.Lost(var why) -> {
          return new Polled.Unknown(why);
        }
        case Reply.Answered answer when !isGood(answer) -> {
          return unknown(answer);
        }
        case Reply.Answered answer -> {
          var told = Json.orEmpty(answer.text()).path("asset");
          Addresses.parse(told.path("url").asString("")).ifPresent(files::add);
          // that of the first, which is what a step calls its picture
          seed = seed.or(() -> Seeds.of(told.path("metadata").path("seed")));
        }
      }
    }
    return brought(files, text(metadata.path("output")), seed, job);
  }

  private Polled brought(List<URI> files, String text, Optional<Long> seed, Job job) {
    var cost = charged(job.model()).ofResult(BigDecimal.ZERO);
    return files.isEmpty() && text.isEmpty()
        ? new Polled.Failed(
            new Failure.Refused(name(), "it ended, but its result is no file and no text"), cost)
        : new Polled.Done(files, text, cost, seed);
  }

  private static String text(JsonNode output) {
    return output.isString() ? output.stringValue() : output.path("text").asString("");
  }

  private static boolean isGood(Reply.Answered answer) {
    return answer.status() >= 200 && answer.status() < 300;
  }

  private Polled unknown(Reply.Answered answer) {
    return new Polled.Unknown(
        new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
  }

  @Override
  public Found find(String key, Instant since) {
    return new Found.Unknown(
        new Failure.Transient(name() + " lists jobs without telling whose call made them"));
  }

  @Override
  public Optional<Failure> fetch(URI file, Path target, long bytesMax) throws InterruptedException {
    return http.fetch(file, target, bytesMax);
  }

  @Override
  public Optional<Note> callback(
      Map<String, String> headers, byte[] body, String key, Instant now) {
    return Optional.empty();
  }
}

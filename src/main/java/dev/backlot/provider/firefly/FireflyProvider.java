package dev.backlot.provider.firefly;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.provider.Addresses;
import dev.backlot.provider.ClientCredentials;
import dev.backlot.provider.DataUri;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adobe Firefly Services, by the public reference of the Firefly API (v3) as stored in November
 * 2026: {@code POST /v3/images/generate-async}, {@code /v3/images/fill-async}, {@code
 * /v3/images/expand-async}, {@code /v3/images/upscale} and {@code /v3/videos/generate} hand in,
 * {@code GET /v3/status/ID} asks, {@code PUT /v3/cancel/ID} cancels, {@code POST /v2/storage/image}
 * takes a picture to start from. The model is the header {@code x-model-version}. The secret is
 * {@code CLIENT_ID:CLIENT_SECRET}, changed into a token at Adobe's identity service.
 *
 * <p><b>Which job is ours.</b> Firefly takes no idempotency keys and lists no jobs. So a submission
 * that got no answer stays unknown, and is never made again.
 *
 * <p><b>What is charged</b> is the price of a call, for results alone.
 */
public final class FireflyProvider extends PricedProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "firefly";

  /** Where a token is asked for, when the providers file says nothing else. */
  public static final URI SIGN_IN = URI.create("https://ims-na1.adobelogin.com/ims/token/v3");

  /** What a token is asked for. */
  public static final String SCOPE =
      "openid,AdobeID,session,additional_info,read_organizations,firefly_api,ff_apis";

  /** Where calls show the client's ID. */
  public static final String ID_HEADER = "x-api-key";

  private static final long INLINE_MAX = 10 << 20;
  private static final int FILES_MAX = 16;
  private static final int SIDE_MAX = 3_999;
  private static final int SCALE_USUAL = 2;
  private static final Set<Integer> SCALES = Set.of(2, 3, 4, 6);
  private static final int VIDEO_SECONDS = 5;
  private static final int WORDS_MAX = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,99}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_:-]{1,200}");

  private final ClientCredentials pass;

  /**
   * With a pass for its calls.
   *
   * @param http which shows that pass
   */
  public FireflyProvider(ProviderSettings settings, ProviderHttp http, ClientCredentials pass) {
    super(settings, http);
    this.pass = pass;
  }

  @Override
  public Set<String> tasks() {
    return Set.of(
        Task.GenerateImage.KIND,
        Task.GenerateVideo.KIND,
        Task.Upscale.KIND,
        Task.Erase.KIND,
        Task.Expand.KIND);
  }

  @Override
  protected Pictures taken(String task, String model) {
    boolean fills = task.equals(Task.GenerateImage.KIND) || task.equals(Task.Erase.KIND);
    return new Pictures.UpTo(INLINE_MAX, 1, fills);
  }

  @Override
  public KeyTest testKey() throws InterruptedException {
    return pass.test();
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    if (!MODEL.matcher(task.model()).matches()) {
      return refused("model", "expected one such as image4_standard, but '" + task.model() + "'");
    }
    return switch (task) {
      case Task.GenerateImage image -> submit(image);
      case Task.GenerateVideo video -> submit(video);
      case Task.Erase erase ->
          filled(erase, erase.options().deepCopy(), erase.image(), erase.mask());
      case Task.Expand expand -> submit(expand);
      case Task.Upscale upscale -> submit(upscale);
      default -> refused("", name() + " does no " + task.kind());
    };
  }

  private Submitted submit(Task.GenerateImage task) throws InterruptedException {
    if (task.width().isPresent() != task.height().isPresent()) {
      return refused("width", "it takes a width and a height, or neither");
    }
    var body = task.options().deepCopy().put("prompt", task.prompt());
    task.negativePrompt().ifPresent(text -> body.put("negativePrompt", text));
    task.seed().ifPresent(seed -> body.putArray("seeds").add(seed));
    task.width()
        .ifPresent(
            width ->
                body.putObject("size")
                    .put("width", width)
                    .put("height", task.height().orElse(width)));
    if (task.mask().isPresent() && task.image().isPresent()) {
      return filled(task, body, task.image().get(), task.mask().get());
    }
    if (task.image().isPresent()) {
      var picture = uploaded(task.image().get());
      if (picture instanceof Upload.Not(var why)) {
        return why;
      }
      body.withObject("/structure/imageReference/source")
          .put("uploadId", ((Upload.Done) picture).id());
    }
    return hand("/v3/images/generate-async", task, body);
  }

  private Submitted submit(Task.GenerateVideo task) throws InterruptedException {
    if (task.seconds().filter(seconds -> seconds != VIDEO_SECONDS).isPresent()) {
      return refused("seconds", "it makes videos of " + VIDEO_SECONDS + " seconds, no others");
    }
    var body = task.options().deepCopy().put("prompt", task.prompt());
    task.seed().ifPresent(seed -> body.putArray("seeds").add(seed));
    if (task.image().isPresent()) {
      var picture = uploaded(task.image().get());
      if (picture instanceof Upload.Not(var why)) {
        return why;
      }
      var first = body.withArray("/image/conditions").addObject();
      first.putObject("source").put("uploadId", ((Upload.Done) picture).id());
      first.putObject("placement").put("position", 0);
    }
    return hand("/v3/videos/generate", task, body);
  }

  /** Generative fill; without words what is around goes on. */
  private Submitted filled(Task task, ObjectNode body, String image, String mask)
      throws InterruptedException {
    var picture = uploaded(image);
    if (picture instanceof Upload.Not(var why)) {
      return why;
    }
    var where = uploaded(mask);
    if (where instanceof Upload.Not(var why)) {
      return why;
    }
    body.withObject("/image/source").put("uploadId", ((Upload.Done) picture).id());
    body.withObject("/mask/source").put("uploadId", ((Upload.Done) where).id());
    return hand("/v3/images/fill-async", task, body);
  }

  private Submitted submit(Task.Expand task) throws InterruptedException {
    var margins = task.margins();
    int width = margins.left() + task.width() + margins.right();
    int height = margins.top() + task.height() + margins.bottom();
    if (width > SIDE_MAX || height > SIDE_MAX) {
      return refused(
          "left",
          "it makes pictures of at most %1$d x %1$d, not %2$d x %3$d"
              .formatted(SIDE_MAX, width, height));
    }
    var picture = uploaded(task.image());
    if (picture instanceof Upload.Not(var why)) {
      return why;
    }
    var body = task.options().deepCopy();
    task.prompt().ifPresent(text -> body.put("prompt", text));
    body.putObject("size").put("width", width).put("height", height);
    body.withObject("/image/source").put("uploadId", ((Upload.Done) picture).id());
    body.withObject("/placement/inset")
        .put("left", margins.left())
        .put("top", margins.top())
        .put("right", margins.right())
        .put("bottom", margins.bottom());
    return hand("/v3/images/expand-async", task, body);
  }

  private Submitted submit(Task.Upscale task) throws InterruptedException {
    int scale = task.scale().orElse(SCALE_USUAL);
    if (!SCALES.contains(scale)) {
      return refused("scale", "expected 2, 3, 4 or 6, but " + scale);
    }
    var picture = uploaded(task.image());
    if (picture instanceof Upload.Not(var why)) {
      return why;
    }
    var body = task.options().deepCopy().put("upscaleFactor", scale);
    if (!body.has("seeds")) {
      body.putArray("seeds").add(1);
    }
    body.withObject("/image/source").put("uploadId", ((Upload.Done) picture).id());
    return hand("/v3/images/upscale", task, body);
  }

  private Submitted hand(String path, Task task, JsonNode body) throws InterruptedException {
    var model = Map.of("x-model-version", task.model());
    return switch (http.work(path, Json.text(body), model, PATIENCE)) {
      case Reply.Unsent(var why) -> new Submitted.Unavailable(why);
      case Reply.Lost(var why) -> new Submitted.Unknown(why.message());
      case Reply.Answered answer -> submitted(answer);
    };
  }

  private Submitted submitted(Reply.Answered answer) {
    if (isGood(answer)) {
      var id = id(Json.orEmpty(answer.text()));
      return ID.matcher(id).matches()
          ? new Submitted.Accepted(id)
          : new Submitted.Unknown(name() + " answered without a jobId");
    }
    if (answer.status() == 401) {
      pass.forget();
    }
    return Refusal.isDoubtful(answer.status())
        ? new Submitted.Unknown(name() + " answered " + answer.status())
        : new Submitted.Refused(refusal(answer));
  }

  /** Newer calls name it in the address that tells how it stands alone. */
  private static String id(JsonNode said) {
    var link = said.path("links").path("result").path("href").asString("");
    return said.path("jobId").asString(link.substring(link.lastIndexOf('/') + 1));
  }

  private Failure refusal(Reply.Answered answer) {
    return Refusal.of(settings, answer, json -> json.path("message").asString(""));
  }

  private static Submitted refused(String field, String why) {
    return new Submitted.Refused(new Failure.Invalid(field, why));
  }

  /** What came of handing over a picture, which costs nothing. */
  private sealed interface Upload {
    record Done(String id) implements Upload {}

    record Not(Submitted why) implements Upload {}
  }

  private Upload uploaded(String image) throws InterruptedException {
    return switch (http.upload(
        "/v2/storage/image", DataUri.bytes(image), DataUri.mediaType(image))) {
      case Reply.Unsent(var why) -> new Upload.Not(new Submitted.Unavailable(why));
      case Reply.Lost(var why) -> new Upload.Not(new Submitted.Unavailable(why));
      case Reply.Answered answer when isGood(answer) -> {
        var id = Json.orEmpty(answer.text()).path("images").path(0).path("id").asString("");
        yield ID.matcher(id).matches()
            ? new Upload.Done(id)
            : new Upload.Not(unavailable("took the picture without giving it an id"));
      }
      case Reply.Answered answer when Refusal.isDoubtful(answer.status()) ->
          new Upload.Not(unavailable("answered " + answer.status() + " to the picture"));
      case Reply.Answered answer -> new Upload.Not(new Submitted.Refused(refusal(answer)));
    };
  }

  private Submitted unavailable(String what) {
    return new Submitted.Unavailable(new Failure.Transient(name() + " " + what));
  }

  @Override
  public Polled poll(Job job) throws InterruptedException {
    return ID.matcher(job.requestId()).matches()
        ? polled(http.get("/v3/status/" + job.requestId()), job)
        : new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
  }

  /** Asks for the end; how the job stands then is asked for by itself. */
  @Override
  public Polled cancel(Job job) throws InterruptedException {
    if (!ID.matcher(job.requestId()).matches()) {
      return new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
    }
    return switch (http.put("/v3/cancel/" + job.requestId())) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer when Refusal.isDoubtful(answer.status()) -> unknown(answer);
      // one that had ended cannot be cancelled: it says how it ended
      case Reply.Answered _ -> poll(job);
    };
  }

  private Polled polled(Reply reply, Job job) {
    return switch (reply) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer when answer.status() == 404 ->
          new Polled.Gone(name() + " knows no job " + job.requestId());
      case Reply.Answered answer when isGood(answer) ->
          polled(Json.orEmpty(answer.text()), answer, job);
      case Reply.Answered answer -> unknown(answer);
    };
  }

  private Polled polled(JsonNode said, Reply.Answered answer, Job job) {
    return switch (said.path("status").asString("")) {
      case "pending", "running", "cancel_pending" -> new Polled.Pending();
      case "succeeded" -> brought(said.path("result").path("outputs"), job);
      case "failed" -> failed("the job failed", said, job);
      case "canceled", "cancelled" -> failed("the job was cancelled", said, job);
      case "timeout" -> failed("the job took too long", said, job);
      default -> unknown(answer);
    };
  }

  private Polled failed(String what, JsonNode said, Job job) {
    var words = said.path("message").asString("");
    var why = words.isEmpty() ? "" : ": " + words.substring(0, Math.min(words.length(), WORDS_MAX));
    return new Polled.Failed(
        new Failure.Refused(name(), what + why), charged(job.model()).ofFailure(BigDecimal.ZERO));
  }

  private Polled brought(JsonNode outputs, Job job) {
    var files = new ArrayList<URI>();
    for (var output : outputs) {
      var file = output.has("video") ? output.path("video") : output.path("image");
      if (files.size() < FILES_MAX) {
        Addresses.parse(file.path("url").asString("")).ifPresent(files::add);
      }
    }
    var cost = charged(job.model()).ofResult(BigDecimal.ZERO);
    return files.isEmpty()
        ? new Polled.Failed(
            new Failure.Refused(name(), "it ended, but its result is no file"), cost)
        : new Polled.Done(files, "", cost, Seeds.of(outputs.path(0).path("seed")));
  }

  private static boolean isGood(Reply.Answered answer) {
    return answer.status() >= 200 && answer.status() < 300;
  }

  private Polled unknown(Reply.Answered answer) {
    if (answer.status() == 401) {
      pass.forget();
    }
    return new Polled.Unknown(
        new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
  }

  @Override
  public Found find(String key, Instant since) {
    return new Found.Unknown(new Failure.Transient(name() + " lists no jobs, so nobody can tell"));
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

package dev.backlot.provider.comfyui;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Progress;
import dev.backlot.provider.DataUri;
import dev.backlot.provider.GraphPlace;
import dev.backlot.provider.Multipart;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.PricedProvider;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.Reply;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Refusal;
import dev.backlot.provider.SocketEar;
import dev.backlot.provider.Task;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ComfyUI server, by its public routes as stored in November 2026: pictures go to {@code POST
 * /upload/image}, a graph in its API format to {@code POST /prompt}; {@code GET /queue} and {@code
 * GET /history} tell how it stands, and files come from {@code GET /view}.
 *
 * <p><b>Which job is ours.</b> Our key goes along as {@code client_id}, which the queue and the
 * history show, so a submission that got no answer is found again. A server that was restarted has
 * forgotten both: what is on neither list {@code unlisted-after} (10 seconds, if not given) was
 * never made, or is lost, and costs nothing.
 *
 * <p><b>How far it is</b> comes from {@code /ws}, where the server tells the client of that key
 * about its graph. Where that cannot be opened, or falls, nobody knows, and all else goes on.
 *
 * <p><b>What is charged</b> is what the price list says, for those who rent the machine: a call, or
 * each second between the start and the end of the graph.
 */
public final class ComfyUiProvider extends PricedProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "comfyui";

  private static final long INLINE_MAX = 32 << 20;

  private static final Duration UNLISTED_AFTER = Duration.ofSeconds(10);
  private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final int HISTORY = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(ComfyUiProvider.class);

  /** Said once, not for every graph. */
  private final AtomicBoolean silenceIsTold = new AtomicBoolean();

  public ComfyUiProvider(ProviderSettings settings, ProviderHttp http) {
    super(settings, http);
  }

  @Override
  public Set<String> tasks() {
    return Set.of(Task.RunGraph.KIND);
  }

  @Override
  public Optional<Duration> unlistedAfter() {
    return super.unlistedAfter().or(() -> Optional.of(UNLISTED_AFTER));
  }

  @Override
  protected Pictures taken(String task, String model) {
    return new Pictures.UpTo(INLINE_MAX, Integer.MAX_VALUE, false);
  }

  @Override
  public KeyTest testKey() throws InterruptedException {
    return http.testKey("/system_stats");
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    if (!(task instanceof Task.RunGraph run)) {
      return new Submitted.Refused(
          new Failure.Invalid("", name() + " runs graphs alone: comfyui.run does that"));
    }
    var graph = run.graph().deepCopy();
    for (var picture : run.pictures().entrySet()) {
      var refusal = uploaded(graph, picture.getKey(), picture.getValue(), key);
      if (refusal.isPresent()) {
        return new Submitted.Refused(refusal.get());
      }
    }
    var body = Json.object().put("client_id", key);
    body.set("prompt", graph);
    return switch (http.post("/prompt", Optional.of(Json.text(body)))) {
      case Reply.Unsent(var why) -> new Submitted.Unavailable(why);
      case Reply.Lost(var why) -> new Submitted.Unknown(why.message());
      case Reply.Answered answer -> submitted(answer);
    };
  }

  /** Puts a picture on the server and its name into the graph; nothing is queued by that. */
  private Optional<Failure> uploaded(ObjectNode graph, String place, String picture, String key)
      throws InterruptedException {
    var fileName = "backlot-" + key + "-" + place.replaceAll("[^\\w-]", "-");
    var form =
        new Multipart(key)
            .field("overwrite", "true")
            .file("image", fileName, DataUri.mediaType(picture), DataUri.bytes(picture));
    var reply = http.work("/upload/image", form, Map.of(), UPLOAD_PATIENCE);
    return switch (reply) {
      case Reply.Unsent(var why) -> Optional.of(why);
      case Reply.Lost(var why) -> Optional.of(why);
      case Reply.Answered answer when answer.status() != 200 ->
          Optional.of(Refusal.of(settings, answer, GraphRun::detail));
      case Reply.Answered answer -> {
        var said = Json.orEmpty(answer.text());
        var folder = said.path("subfolder").asString("");
        var stored = said.path("name").asString(fileName);
        new GraphPlace(place).put(graph, folder.isEmpty() ? stored : folder + "/" + stored);
        yield Optional.empty();
      }
    };
  }

  private Submitted submitted(Reply.Answered answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      var id = Json.orEmpty(answer.text()).path("prompt_id").asString("");
      return ID.matcher(id).matches()
          ? new Submitted.Accepted(id)
          : new Submitted.Unknown(name() + " answered without a prompt_id");
    }
    return Refusal.isDoubtful(status)
        ? new Submitted.Unknown(name() + " answered " + status)
        : new Submitted.Refused(Refusal.of(settings, answer, GraphRun::detail));
  }

  @Override
  public Watch watch(Task task, Job job, String key, Consumer<Progress> told)
      throws InterruptedException {
    return task instanceof Task.RunGraph run
        ? http.listen(
            "/ws?clientId=" + key, ear(new GraphProgress(run.graph(), job.requestId()), told))
        : Watch.NONE;
  }

  private SocketEar ear(GraphProgress graph, Consumer<Progress> told) {
    return new SocketEar() {
      @Override
      public void opened() {
        silenceIsTold.set(false);
      }

      @Override
      public void heard(String text) {
        graph.read(text).ifPresent(told);
      }

      @Override
      public void lost(String why) {
        if (silenceIsTold.compareAndSet(false, true)) {
          LOG.warn("{} does not tell how far its graphs are ({}); they end as ever", name(), why);
        }
      }
    };
  }

  @Override
  public Polled poll(Job job) throws InterruptedException {
    if (!ID.matcher(job.requestId()).matches()) {
      return new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
    }
    // a job moves from the queue to the history: asked in this order, it is in one of them
    var queue = asked("/queue");
    if (queue instanceof Asked.Not(var why)) {
      return new Polled.Unknown(why);
    }
    boolean waits = new Queue(((Asked.Json) queue).json()).holds(job.requestId());
    var history = asked("/history/" + job.requestId());
    if (history instanceof Asked.Not(var why)) {
      return new Polled.Unknown(why);
    }
    var entry = ((Asked.Json) history).json().path(job.requestId());
    if (!entry.isMissingNode()) {
      return new GraphRun(entry).polled(name(), settings.url(), charged(job.model()));
    }
    return waits
        ? new Polled.Pending()
        : new Polled.Gone(name() + " knows no prompt " + job.requestId() + " any more");
  }

  @Override
  public Polled cancel(Job job) throws InterruptedException {
    if (!(asked("/queue") instanceof Asked.Json(var json))) {
      return poll(job);
    }
    var queue = new Queue(json);
    if (queue.isPending(job.requestId())) {
      var delete = Json.object();
      delete.putArray("delete").add(job.requestId());
      if (http.post("/queue", Optional.of(Json.text(delete))) instanceof Reply.Answered answer
          && answer.status() == 200) {
        var after = poll(job);
        return after instanceof Polled.Gone
            ? new Polled.Failed(
                new Failure.Refused(name(), "the graph was cancelled before it started"),
                Money.NONE)
            : after;
      }
    } else if (queue.runs(job.requestId())) {
      // newer servers look at the id, older ones stop whatever runs: it is ours
      var stop = Json.object().put("prompt_id", job.requestId());
      http.post("/interrupt", Optional.of(Json.text(stop)));
    }
    return poll(job);
  }

  @Override
  public Found find(String key, Instant since) throws InterruptedException {
    var queue = asked("/queue");
    if (queue instanceof Asked.Not(var why)) {
      return new Found.Unknown(why);
    }
    var waiting = new Queue(((Asked.Json) queue).json()).find(key);
    if (waiting.isPresent()) {
      return new Found.Here(waiting.get());
    }
    var history = asked("/history?max_items=" + HISTORY);
    return switch (history) {
      case Asked.Not(var why) -> new Found.Unknown(why);
      case Asked.Json(var json) ->
          Queue.findEnded(json, key)
              .<Found>map(Found.Here::new)
              .orElseGet(
                  () ->
                      json.size() < HISTORY
                          ? new Found.Unlisted()
                          : new Found.Unknown(
                              new Failure.Transient(
                                  "it is not among the latest of "
                                      + name()
                                      + ", and there are"
                                      + " more")));
    };
  }

  private sealed interface Asked {
    record Json(JsonNode json) implements Asked {}

    record Not(Failure.Transient why) implements Asked {}
  }

  private Asked asked(String path) throws InterruptedException {
    return switch (http.get(path)) {
      case Reply.Unsent(var why) -> new Asked.Not(why);
      case Reply.Lost(var why) -> new Asked.Not(why);
      case Reply.Answered answer when answer.status() != 200 ->
          new Asked.Not(
              new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
      case Reply.Answered answer -> new Asked.Json(Json.orEmpty(answer.text()));
    };
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

package dev.backlot.provider.generic;

import dev.backlot.expression.ExpressionException;
import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.provider.DataUri;
import dev.backlot.provider.JobApi;
import dev.backlot.provider.JobApi.Call;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.PricedProvider;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.Reply;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Refusal;
import dev.backlot.provider.Task;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A provider without an adapter of its own, spoken with as the {@code api} of the providers file
 * says: an HTTP API that takes JSON, and either answers with the result or with the id of a job to
 * ask for.
 *
 * <p><b>Which job is ours.</b> With {@code find}, a submission whose answer was lost is looked for
 * by our key, which the submission has to carry. Without it such a call stays unknown, and it is
 * never made again.
 *
 * <p><b>What cannot be read is not lost.</b> An answer that the description does not fit leaves a
 * job as it is: it is asked for again, and a file that is mended meanwhile brings the result in.
 */
public final class GenericProvider extends PricedProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "generic";

  private static final long INLINE_MAX = 256 << 10;

  /** Its Base64 may be all that is sent of it. */
  private static final String PICTURE = "UElDVFVSRQ==";

  private static final String REFERENCE = "UkVGRVJFTkNF";
  private static final String MASK = "TUFTSw==";
  private static final int SEVERAL = 16;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,199}");
  private static final Duration AT_ONCE = Duration.ofMinutes(5);

  private final JobApi api;
  private final Set<String> blind;
  private final Set<String> masked;
  private final Set<String> several;

  /**
   * Speaks as described.
   *
   * @throws IllegalArgumentException when the settings describe nothing
   */
  public GenericProvider(ProviderSettings settings, ProviderHttp http) {
    super(settings, http);
    this.api =
        settings
            .api()
            .orElseThrow(() -> new IllegalArgumentException(settings.name() + " has no 'api'"));
    this.blind = blind(api);
    this.masked = sending(api, MASK);
    this.several = sending(api, REFERENCE);
  }

  @Override
  public Set<String> tasks() {
    return api.submit().keySet();
  }

  @Override
  protected Pictures taken(String task, String model) {
    return blind.contains(task)
        ? new Pictures.None("'submit." + task + ".body' of " + name() + " does not send a picture")
        : new Pictures.UpTo(
            INLINE_MAX, several.contains(task) ? SEVERAL : 1, masked.contains(task));
  }

  /** The kinds of work whose body comes out the same with a picture and without one. */
  private static Set<String> blind(JobApi api) {
    return api.submit().entrySet().stream()
        // one that wants more than is known here may send it
        .filter(one -> sent(one).filter(body -> !body.contains(PICTURE)).isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The kinds of work whose body is known to have this in it, when it is there. */
  private static Set<String> sending(JobApi api, String base64) {
    return api.submit().entrySet().stream()
        .filter(one -> sent(one).filter(body -> body.contains(base64)).isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** What would be sent of work with all that can go along; empty where nobody can tell. */
  private static Optional<String> sent(Map.Entry<String, JobApi.Submission> submission) {
    var uri = "data:image/png;base64,";
    var task =
        TaskWords.example(
            submission.getKey(), PICTURE, List.of(uri + REFERENCE), Optional.of(uri + MASK));
    try {
      var body = submission.getValue().body().evaluate(request(task, "m", "k"));
      return Optional.of(Json.text(Body.of(body)));
    } catch (ExpressionException _) {
      return Optional.empty();
    }
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    var submission = api.submit().get(task.kind());
    if (submission == null) {
      return refused(name() + " does no " + task.kind() + ": its 'api' has no 'submit' for it");
    }
    String body;
    try {
      body =
          Json.text(
              Body.of(submission.body().evaluate(request(TaskWords.of(task), task.model(), key))));
    } catch (ExpressionException e) {
      return refused("'submit." + task.kind() + ".body' of " + name() + ": " + e.getMessage());
    }
    var path = filled(submission.path(), Map.of("model", task.model(), "key", key));
    return switch (handIn(path, body)) {
      case Reply.Unsent(var why) -> new Submitted.Unavailable(why);
      case Reply.Lost(var why) -> new Submitted.Unknown(why.message());
      case Reply.Answered answer -> submitted(answer, task, key);
    };
  }

  private static Submitted refused(String why) {
    return new Submitted.Refused(new Failure.Invalid("", why));
  }

  private static Map<String, Value> request(Value task, String model, String key) {
    return Map.of("task", task, "model", Value.of(model), "key", Value.of(key));
  }

  private Reply handIn(String path, String body) throws InterruptedException {
    return api.poll().isPresent()
        ? http.post(path, Optional.of(body))
        : http.work(path, body, Map.of(), AT_ONCE);
  }

  private Submitted submitted(Reply.Answered answer, Task task, String key) {
    if (!isGood(answer)) {
      return Refusal.isDoubtful(answer.status())
          ? new Submitted.Unknown(name() + " answered " + answer.status())
          : new Submitted.Refused(Refusal.of(settings, answer, this::words));
    }
    try {
      var read = new Reading(name(), api, answer.text());
      if (api.id().isEmpty()) {
        return new Submitted.Ended(key, read.result(charged(task.model())));
      }
      var id = read.text("id", api.id().get());
      return ID.matcher(id).matches()
          ? new Submitted.Accepted(id)
          : new Submitted.Unknown(name() + " answered with no id that can be asked for: " + id);
    } catch (ExpressionException e) {
      return new Submitted.Unknown(e.getMessage());
    }
  }

  private String words(JsonNode answer) {
    try {
      return api.error()
          .map(words -> new Reading(name(), api, Json.text(answer)).text("error", words))
          .orElse("");
    } catch (ExpressionException _) {
      // an answer of another form than expected: its status says enough
      return "";
    }
  }

  @Override
  public Polled poll(Job job) throws InterruptedException {
    var poll = api.poll();
    if (poll.isEmpty()) {
      return new Polled.Gone(name() + " keeps no answers, and that one was not written down");
    }
    if (!ID.matcher(job.requestId()).matches()) {
      return new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
    }
    return switch (send(poll.get().call(), job)) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer -> polled(answer, poll.get(), job);
    };
  }

  private Polled polled(Reply.Answered answer, JobApi.Poll poll, Job job)
      throws InterruptedException {
    if (!isGood(answer)) {
      return isGone(answer) ? gone(job) : unknown(answer);
    }
    try {
      var read = new Reading(name(), api, answer.text());
      if (read.holds("poll.succeeded", poll.succeeded())) {
        return api.result().isEmpty()
            ? read.result(charged(job.model()))
            : result(api.result().get(), job);
      }
      return read.holds("poll.failed", poll.failed())
          ? read.failure(poll.reason(), charged(job.model()))
          : new Polled.Pending(poll.progress().flatMap(read::progress));
    } catch (ExpressionException e) {
      return new Polled.Unknown(new Failure.Transient(e.getMessage()));
    }
  }

  private Polled result(Call call, Job job) throws InterruptedException {
    return switch (send(call, job)) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer when isGood(answer) ->
          new Reading(name(), api, answer.text()).result(charged(job.model()));
      case Reply.Answered answer -> unknown(answer);
    };
  }

  private Reply send(Call call, Job job) throws InterruptedException {
    var path = filled(call.path(), Map.of("model", job.model(), "id", job.requestId()));
    return http.send(call.method(), path, Optional.empty());
  }

  @Override
  public Polled cancel(Job job) throws InterruptedException {
    if (api.cancel().isEmpty() || !ID.matcher(job.requestId()).matches()) {
      return poll(job);
    }
    return switch (send(api.cancel().get(), job)) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer when isGone(answer) -> gone(job);
      // it may say that the job had ended already: how it stands is asked in any case
      case Reply.Answered answer when answer.status() < 500 -> poll(job);
      case Reply.Answered answer -> unknown(answer);
    };
  }

  @Override
  public Found find(String key, Instant since) throws InterruptedException {
    if (api.poll().isEmpty()) {
      // nothing is ever listed
      return new Found.Unlisted();
    }
    if (api.find().isEmpty()) {
      return new Found.Unknown(
          new Failure.Transient(name() + " cannot look for it: its 'api' has no 'find'"));
    }
    var find = api.find().get();
    var path = filled(find.call().path(), Map.of("key", key));
    return switch (http.send(find.call().method(), path, Optional.empty())) {
      case Reply.Unsent(var why) -> new Found.Unknown(why);
      case Reply.Lost(var why) -> new Found.Unknown(why);
      case Reply.Answered answer when !isGood(answer) ->
          new Found.Unknown(
              new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
      case Reply.Answered answer -> found(answer, find, key);
    };
  }

  private Found found(Reply.Answered answer, JobApi.Find find, String key) {
    try {
      var read = new Reading(name(), api, answer.text());
      var id = read.first("find.id", find.id(), key);
      if (id.isPresent()) {
        return new Found.Here(id.get());
      }
      boolean complete = find.complete().map(all -> read.holds("find.complete", all)).orElse(true);
      return complete
          ? new Found.Unlisted()
          : new Found.Unknown(new Failure.Transient(name() + " lists more than it shows"));
    } catch (ExpressionException e) {
      return new Found.Unknown(new Failure.Transient(e.getMessage()));
    }
  }

  private static boolean isGood(Reply.Answered answer) {
    return answer.status() >= 200 && answer.status() < 300;
  }

  private static boolean isGone(Reply.Answered answer) {
    return answer.status() == 404 || answer.status() == 410;
  }

  private Polled gone(Job job) {
    return new Polled.Gone(name() + " knows no job " + job.requestId());
  }

  private Polled unknown(Reply.Answered answer) {
    return new Polled.Unknown(
        new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
  }

  /**
   * A model's name may have slashes, which stay what they are; nothing else can change the path.
   */
  private static String filled(String path, Map<String, String> holes) {
    var filled = path;
    for (var hole : holes.entrySet()) {
      var value =
          URLEncoder.encode(hole.getValue(), StandardCharsets.UTF_8)
              .replace("+", "%20")
              .replace("%2F", "/");
      filled = filled.replace("{" + hole.getKey() + "}", value);
    }
    return filled;
  }

  @Override
  public Optional<Failure> fetch(URI file, Path target, long bytesMax) throws InterruptedException {
    return DataUri.is(file)
        ? DataUri.write(name(), file, target, bytesMax)
        : http.fetch(file, target, bytesMax);
  }

  @Override
  public Optional<Note> callback(
      Map<String, String> headers, byte[] body, String key, Instant now) {
    return Optional.empty();
  }
}

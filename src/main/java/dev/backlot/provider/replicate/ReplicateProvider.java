package dev.backlot.provider.replicate;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.provider.FieldNames;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.PricedProvider;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.Reply;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Refusal;
import dev.backlot.provider.Task;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Replicate's predictions API, by its public HTTP reference and webhook guide as stored in November
 * 2026: {@code POST /v1/models/OWNER/NAME/predictions} for official models and {@code POST
 * /v1/predictions} for a version, {@code GET /v1/predictions/ID}, {@code POST .../cancel}, and
 * {@code GET /v1/predictions}, newest first, 100 a page. What is too long for a data URL goes
 * through {@code POST /v1/files}.
 *
 * <p><b>Which prediction is ours.</b> Replicate takes no idempotency keys. What tells a prediction
 * from all others is the address it reports to: its last part is our key, random and used once. So
 * a submission that got no answer is found again in the list by its {@code webhook}, a field that
 * Replicate's own client library reads from predictions; or it reports by itself. Without a
 * callback address it cannot be found for certain, and the call stays unknown. It is never
 * submitted again while it is.
 *
 * <p><b>What is charged</b> follows from the price list, as answers name no amounts: a price for a
 * second is charged for {@code metrics.predict_time} of whatever ran, cancelled or failed as well;
 * a price for a call is charged for results alone.
 */
public final class ReplicateProvider extends PricedProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "replicate";

  /** It takes more; a request with its pictures is held in memory here. */
  private static final long PICTURES_MAX = 32 << 20;

  private static final Pattern OFFICIAL = Pattern.compile("\\w[\\w.-]{0,99}/\\w[\\w.-]{0,99}");
  private static final Pattern VERSION =
      Pattern.compile("([\\w.-]{1,100}/[\\w.-]{1,100}:)?[0-9a-f]{64}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final FieldNames NAMES =
      new FieldNames(
          "negative_prompt",
          "system_prompt",
          "max_tokens",
          "image",
          "scale",
          "mask",
          "image_input");
  private static final String PREDICTIONS = "/v1/predictions";
  private static final int PAGES_MAX = 50;
  private static final int PAGE_TRIES = 4;
  private static final Duration PAGE_WAIT = Duration.ofMillis(50);
  private static final Duration PAGE_WAIT_MAX = Duration.ofSeconds(2);

  /** How far the provider's clock may be behind ours. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

  public ReplicateProvider(ProviderSettings settings, ProviderHttp http) {
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
    return new Pictures.UpTo(PICTURES_MAX, 1, task.equals(Task.Erase.KIND));
  }

  @Override
  public KeyTest testKey() throws InterruptedException {
    return http.testKey("/v1/account");
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    var body = Json.object();
    String path;
    if (OFFICIAL.matcher(task.model()).matches()) {
      path = "/v1/models/" + task.model() + "/predictions";
    } else if (VERSION.matcher(task.model()).matches()) {
      path = PREDICTIONS;
      body.put("version", task.model());
    } else {
      return new Submitted.Refused(
          new Failure.Invalid(
              "model",
              "expected OWNER/NAME, OWNER/NAME:VERSION or a version of 64 digits, but '"
                  + task.model()
                  + "'"));
    }
    if (!tasks().contains(task.kind())) {
      return new Submitted.Refused(new Failure.Invalid("", name() + " does no " + task.kind()));
    }
    var input = NAMES.input(task);
    var files = new InputFiles(settings, http, key);
    var refusal = files.hand(input);
    if (refusal.isPresent()) {
      files.forget();
      return refusal.get();
    }
    body.set("input", input);
    settings
        .callback(key)
        .ifPresent(
            address -> {
              body.put("webhook", address);
              body.putArray("webhook_events_filter").add("completed");
            });
    var submitted = submitted(http.post(path, Optional.of(Json.text(body))));
    if (submitted instanceof Submitted.Refused || submitted instanceof Submitted.Unavailable) {
      files.forget();
    }
    return submitted;
  }

  private Submitted submitted(Reply reply) {
    return switch (reply) {
      case Reply.Unsent(var why) -> new Submitted.Unavailable(why);
      case Reply.Lost(var why) -> new Submitted.Unknown(why.message());
      case Reply.Answered answer -> submitted(answer);
    };
  }

  private Submitted submitted(Reply.Answered answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return Prediction.parse(answer.text())
          .<Submitted>map(prediction -> new Submitted.Accepted(prediction.id()))
          .orElseGet(() -> new Submitted.Unknown(name() + " answered without an id"));
    }
    if (Refusal.isDoubtful(status)) {
      return new Submitted.Unknown(name() + " answered " + status);
    }
    return new Submitted.Refused(
        Refusal.of(settings, answer, json -> json.path("detail").asString("")));
  }

  @Override
  public Polled poll(Job job) throws InterruptedException {
    return ID.matcher(job.requestId()).matches()
        ? polled(http.get(PREDICTIONS + "/" + job.requestId()), job)
        : new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
  }

  @Override
  public Polled cancel(Job job) throws InterruptedException {
    return ID.matcher(job.requestId()).matches()
        ? polled(http.post(PREDICTIONS + "/" + job.requestId() + "/cancel", Optional.empty()), job)
        : new Polled.Gone("'" + job.requestId() + "' is no id of " + name());
  }

  private Polled polled(Reply reply, Job job) {
    return switch (reply) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer when answer.status() == 404 ->
          new Polled.Gone(name() + " knows no prediction " + job.requestId());
      case Reply.Answered answer when answer.status() != 200 && answer.status() != 202 ->
          unknown(answer);
      case Reply.Answered answer ->
          Prediction.parse(answer.text())
              .filter(prediction -> prediction.id().equals(job.requestId()))
              .map(prediction -> prediction.polled(name(), charged(job.model())))
              .orElseGet(() -> unknown(answer));
    };
  }

  private Polled unknown(Reply.Answered answer) {
    return new Polled.Unknown(
        new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
  }

  @Override
  public Found find(String key, Instant since) throws InterruptedException {
    if (settings.callbacks().isEmpty()) {
      return new Found.Unknown(
          new Failure.Transient(
              name() + " cannot recognise it: its providers file has no 'callbacks'"));
    }
    var earliest = since.minus(CLOCKS_APART);
    boolean unmarked = false;
    var path = PREDICTIONS;
    for (int page = 0; page < PAGES_MAX; page++) {
      var reply = list(path);
      if (reply instanceof Reply.Unsent(var why)) {
        return new Found.Unknown(why);
      }
      if (reply instanceof Reply.Lost(var why)) {
        return new Found.Unknown(why);
      }
      var answer = (Reply.Answered) reply;
      if (answer.status() != 200) {
        return new Found.Unknown(
            new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
      }
      var listed = Json.orEmpty(answer.text());
      if (!listed.path("results").isArray()) {
        return new Found.Unknown(new Failure.Transient(name() + " answered without a list"));
      }
      boolean older = false;
      for (var entry : listed.path("results")) {
        var prediction = new Prediction(entry);
        if (prediction.key().equals(key)) {
          return new Found.Here(prediction.id());
        }
        boolean before = prediction.createdAt().filter(earliest::isAfter).isPresent();
        older |= before;
        unmarked |= !before && prediction.isUnmarked();
      }
      var next = listed.path("next").asString("");
      if (older || next.isEmpty()) {
        return unmarked
            ? new Found.Unknown(
                new Failure.Transient(name() + " lists some without telling where they report"))
            : new Found.Unlisted();
      }
      if (!next.startsWith(settings.url() + PREDICTIONS)) {
        return new Found.Unknown(new Failure.Transient(name() + " lists on at another address"));
      }
      path = next.substring(settings.url().toString().length());
    }
    return new Found.Unknown(
        new Failure.Transient("it is not among the latest of " + name() + ", and there are more"));
  }

  /** One page; one that does not come is asked for again, so that a long list comes to its end. */
  private Reply list(String path) throws InterruptedException {
    var reply = http.get(path);
    for (int i = 1; i < PAGE_TRIES; i++) {
      if (reply instanceof Reply.Answered answer && answer.status() < 429) {
        break;
      }
      var asked =
          reply instanceof Reply.Answered answer
              ? answer.retryAfter().orElse(PAGE_WAIT)
              : PAGE_WAIT;
      if (asked.compareTo(PAGE_WAIT_MAX) > 0) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(asked.toMillis());
      reply = http.get(path);
    }
    return reply;
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
        .filter(to -> isSigned(to, headers, body, now))
        .flatMap(_ -> Prediction.parse(new String(body, StandardCharsets.UTF_8)))
        .filter(prediction -> prediction.key().isEmpty() || prediction.key().equals(key))
        .map(prediction -> new Note(key, prediction.id()));
  }

  private static boolean isSigned(
      ProviderSettings.Callbacks callbacks, Map<String, String> headers, byte[] body, Instant now) {
    return callbacks.proof() instanceof ProviderSettings.Proof.Shared(var secret)
        && CallbackSignature.holds(secret.value(), headers, body, now);
  }
}

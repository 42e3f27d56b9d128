package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.Money;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The fake provider's server, on this machine only. It speaks the part of Replicate's format that
 * {@code provider.replicate} uses, and {@code GET /_calls} tells all it was asked.
 */
public final class FakeProvider implements AutoCloseable {
  private static final Pattern OFFICIAL = Pattern.compile("/v1/models/([^/]+/[^/]+)/predictions");
  private static final Pattern ONE = Pattern.compile("/v1/predictions/([a-z0-9]+)(/cancel)?");
  private static final Pattern FILE = Pattern.compile("/files/([a-z0-9]+)\\.(?:png|avi)");
  private static final int PAGE = 100;
  private static final int BODY_MAX = 8 << 20;
  private static final int FAULT_ODDS = 10;
  private static final int SLOWER = 10;

  /** One answer; a negative status ends the connection without one. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reply(int status, String type, byte[] body) {
    static final Reply NONE = new Reply(-1, "", new byte[0]);

    static Reply json(int status, JsonNode node) {
      return new Reply(
          status, "application/json", Json.text(node).getBytes(StandardCharsets.UTF_8));
    }

    static Reply problem(int status, String detail) {
      return json(status, Json.object().put("detail", detail));
    }
  }

  /**
   * How it behaves.
   *
   * @param port 0 for a free one
   * @param latency how long a prediction takes
   * @param price of each result
   * @param secret what callbacks are signed with, {@code whsec_} and Base64
   */
  public record Settings(
      int port, long seed, Duration latency, Set<Fault> faults, Money price, String secret) {}

  private final Settings settings;
  private final InstantSource clock;
  private final Random dice;
  private final FakeLedger ledger = new FakeLedger();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeCallbacks callbacks;

  private FakeProvider(Settings settings, InstantSource clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.dice = new Random(settings.seed());
    this.callbacks = new FakeCallbacks(settings.secret(), clock);
    // else each answer waits 40 ms for company
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
    this.server = HttpServer.create(address, 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  /** Starts to listen. */
  public static FakeProvider start(Settings settings, InstantSource clock) throws IOException {
    var provider = new FakeProvider(settings, clock);
    provider.server.start();
    return provider;
  }

  /** Where it is reached, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What {@code GET /_calls} tells. */
  public JsonNode calls() {
    return ledger.json(clock.instant(), settings.price());
  }

  /** How many predictions were made. */
  public int made() {
    return ledger.size();
  }

  private boolean happens(Fault fault) {
    if (!settings.faults().contains(fault)) {
      return false;
    }
    synchronized (dice) {
      return dice.nextInt(FAULT_ODDS) == 0;
    }
  }

  private boolean coin() {
    synchronized (dice) {
      return dice.nextBoolean();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
      var reply = path.startsWith("/v1/") ? misbehaving(exchange, path, body) : plain(path);
      if (reply.status() < 0) {
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      if (reply.status() == 429) {
        exchange.getResponseHeaders().set("Retry-After", "1");
      }
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply misbehaving(HttpExchange exchange, String path, byte[] body) {
    if (!String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
        .startsWith("Bearer ")) {
      return Reply.problem(401, "expected a key");
    }
    if (happens(Fault.BUSY)) {
      return Reply.problem(429, "too many requests");
    }
    if (happens(Fault.BROKEN)) {
      if (coin()) {
        answer(exchange, path, body);
      }
      return Reply.problem(coin() ? 500 : 503, "something broke");
    }
    if (happens(Fault.LOST)) {
      if (coin()) {
        answer(exchange, path, body);
      }
      return Reply.NONE;
    }
    return answer(exchange, path, body);
  }

  private Reply plain(String path) throws IOException {
    if (path.equals("/_calls")) {
      return Reply.json(200, calls());
    }
    var file = FILE.matcher(path);
    var prediction = file.matches() ? ledger.find(file.group(1)) : Optional.<FakePrediction>empty();
    return prediction.isPresent()
        ? made(prediction.get())
        : Reply.problem(404, "there is nothing here");
  }

  private static Reply made(FakePrediction prediction) throws IOException {
    return prediction.moves()
        ? new Reply(200, "video/x-msvideo", FakeVideo.avi(prediction.input()))
        : new Reply(200, "image/png", FakePicture.png(prediction.input()));
  }

  private Reply answer(HttpExchange exchange, String path, byte[] body) {
    boolean posts = exchange.getRequestMethod().equals("POST");
    var official = OFFICIAL.matcher(path);
    if (posts && (path.equals("/v1/predictions") || official.matches())) {
      return create(official.matches() ? official.group(1) : "", body);
    }
    if (posts && path.startsWith(FakeOpenAi.CHAT)) {
      return atOnce(exchange, body, FakeOpenAi::prompt, FakeOpenAi::completion);
    }
    if (posts && path.startsWith(FakeOpenAi.IMAGES)) {
      return atOnce(
          exchange, body, asked -> asked.path("prompt").asString(""), FakeOpenAi::picture);
    }
    if (path.equals("/v1/predictions")) {
      return list(exchange.getRequestURI().getQuery());
    }
    var one = ONE.matcher(path);
    if (!one.matches()) {
      return Reply.problem(404, "there is nothing here");
    }
    var found =
        posts && one.group(2) != null
            ? ledger.change(one.group(1), was -> was.cancelled(clock.instant()))
            : ledger.find(one.group(1));
    return found
        .map(prediction -> Reply.json(200, prediction.json(url(), clock.instant())))
        .orElseGet(() -> Reply.problem(404, "there is no such prediction"));
  }

  private Reply create(String model, byte[] body) {
    JsonNode asked;
    try {
      asked = Json.parse(body);
    } catch (JsonProblem e) {
      return Reply.problem(400, String.valueOf(e.getMessage()));
    }
    var prompt = asked.path("input").path("prompt").asString("");
    if (prompt.isEmpty() || prompt.contains("[refuse]")) {
      return Reply.problem(422, prompt.isEmpty() ? "input.prompt is required" : "not this prompt");
    }
    var now = clock.instant();
    var takes = happens(Fault.SLOW) ? settings.latency().multipliedBy(SLOWER) : settings.latency();
    var webhook = asked.path("webhook").asString("");
    var prediction =
        new FakePrediction(
            id(),
            model.isEmpty() ? asked.path("version").asString("") : model,
            asked.path("input"),
            webhook,
            webhook.substring(webhook.lastIndexOf('/') + 1),
            now,
            now.plus(takes),
            Optional.empty());
    if (!ledger.add(prediction)) {
      return Reply.problem(402, "the ledger of the fake provider is full: start it again");
    }
    if (!webhook.isEmpty()) {
      report(prediction, takes);
    }
    return Reply.json(201, prediction.json(url(), now));
  }

  /** Work whose answer is the result; it stands in the ledger like any other. */
  private Reply atOnce(
      HttpExchange exchange,
      byte[] body,
      Function<JsonNode, String> prompt,
      FakeOpenAi.Answer answer) {
    JsonNode asked;
    try {
      asked = Json.parse(body);
    } catch (JsonProblem e) {
      return FakeOpenAi.problem(400, String.valueOf(e.getMessage()));
    }
    var words = prompt.apply(asked);
    if (words.isEmpty() || words.contains("[refuse]")) {
      return FakeOpenAi.problem(400, words.isEmpty() ? "a prompt is required" : "not this prompt");
    }
    var now = clock.instant();
    var key = String.valueOf(exchange.getRequestHeaders().getFirst("X-Client-Request-Id"));
    var input = Json.object().put("prompt", words);
    var made =
        new FakePrediction(
            id(), asked.path("model").asString(""), input, "", key, now, now, Optional.empty());
    if (!ledger.add(made)) {
      return FakeOpenAi.problem(402, "the ledger of the fake provider is full: start it again");
    }
    try {
      return Reply.json(200, answer.to(made, asked));
    } catch (IOException e) {
      return FakeOpenAi.problem(500, String.valueOf(e.getMessage()));
    }
  }

  private String id() {
    synchronized (dice) {
      return "fake" + Long.toUnsignedString(dice.nextLong(), 36);
    }
  }

  private void report(FakePrediction prediction, Duration takes) {
    var old = Json.text(prediction.json(url(), prediction.createdAt()));
    callbacks.send(prediction.webhook(), "end-" + prediction.id(), takes, () -> now(prediction));
    if (happens(Fault.DUPLICATE)) {
      callbacks.send(prediction.webhook(), "end-" + prediction.id(), takes, () -> now(prediction));
    }
    if (happens(Fault.OUT_OF_ORDER)) {
      var late = takes.plus(settings.latency());
      callbacks.send(prediction.webhook(), "start-" + prediction.id(), late, () -> old);
    }
  }

  private String now(FakePrediction prediction) {
    return Json.text(ledger.find(prediction.id()).orElse(prediction).json(url(), clock.instant()));
  }

  private Reply list(String query) {
    var cursor = String.valueOf(query).replaceFirst("^cursor=", "");
    int before = cursor.matches("\\d{1,6}") ? Integer.parseInt(cursor) : -1;
    int from = before < 0 ? ledger.size() : before;
    var json = Json.object();
    var results = json.putArray("results");
    ledger.page(from, PAGE).forEach(one -> results.add(one.json(url(), clock.instant())));
    if (from > PAGE) {
      json.put("next", url() + "/v1/predictions?cursor=" + (from - PAGE));
    } else {
      json.putNull("next");
    }
    return Reply.json(200, json);
  }

  @Override
  public void close() {
    server.stop(0);
    callbacks.close();
    threads.shutdownNow();
  }
}

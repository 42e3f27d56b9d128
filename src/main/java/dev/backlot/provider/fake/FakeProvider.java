package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backlot.json.Json;
import dev.backlot.model.Money;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The fake provider's server, on this machine only. It speaks the parts of its providers' formats
 * that their adapters use, and {@code GET /_calls} tells all it was asked.
 */
public final class FakeProvider implements AutoCloseable {
  static final String FULL = "the ledger of the fake provider is full: start it again";

  private static final Pattern FILE = Pattern.compile("/files/([a-z0-9]+)\\.(?:png|avi|wav)");
  private static final int BODY_MAX = 32 << 20;

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

  private final FakeStudio studio;
  private final List<FakeFormat> formats;
  private final HttpServer server;
  private final FakeDoor door;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private FakeProvider(Settings settings, InstantSource clock) throws IOException {
    this.studio = new FakeStudio(settings, clock, this::url);
    this.formats =
        List.of(
            new FakeFal(studio),
            new FakeGoogle(studio),
            new FakeStability(studio),
            new FakeComfyUi(studio),
            new FakeOpenAi(studio),
            new FakeScenario(studio),
            new FakeFirefly(studio),
            new FakeReplicate(studio));
    // else each answer waits 40 ms for company
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    this.door = FakeDoor.open(settings.port(), server.getAddress(), this::talk);
  }

  /** Starts to listen. */
  public static FakeProvider start(Settings settings, InstantSource clock) throws IOException {
    var provider = new FakeProvider(settings, clock);
    provider.server.start();
    return provider;
  }

  /** Where it is reached, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + door.port();
  }

  /** What {@code GET /_calls} tells. */
  public JsonNode calls() {
    return studio.ledger.json(studio.now(), studio.settings().price());
  }

  /** How many predictions were made. */
  public int made() {
    return studio.ledger.size();
  }

  private Optional<FakeDoor.Talk> talk(String address) {
    return formats.stream().flatMap(one -> one.talk(address).stream()).findFirst();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
      var format = formats.stream().filter(one -> one.takes(path)).findFirst();
      var reply =
          format.isPresent() ? misbehaving(format.get(), exchange, path, body) : plain(path);
      if (reply.status() < 0) {
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      if (reply.status() == 429) {
        exchange.getResponseHeaders().set("Retry-After", "1");
      }
      if (reply.body().length == 0) {
        exchange.sendResponseHeaders(reply.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply misbehaving(FakeFormat format, HttpExchange exchange, String path, byte[] body)
      throws IOException {
    if (format.isPublic(path)) {
      return format.answer(exchange, path, body);
    }
    if (!hasKey(exchange)) {
      return Reply.problem(401, "expected a key");
    }
    if (studio.happens(Fault.BUSY)) {
      return Reply.problem(429, "too many requests");
    }
    if (studio.happens(Fault.BROKEN)) {
      if (studio.coin()) {
        format.answer(exchange, path, body);
      }
      return Reply.problem(studio.coin() ? 500 : 503, "something broke");
    }
    if (studio.happens(Fault.LOST)) {
      if (studio.coin()) {
        format.answer(exchange, path, body);
      }
      return Reply.NONE;
    }
    return format.answer(exchange, path, body);
  }

  /** Any key will do, except the one that is called wrong: somebody wants to see it refused. */
  private static boolean hasKey(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var given = String.valueOf(headers.getFirst("Authorization"));
    if (given.endsWith(" wrong") || "wrong".equals(headers.getFirst("x-goog-api-key"))) {
      return false;
    }
    return given.startsWith("Bearer ")
        || given.startsWith("Key ")
        || given.startsWith("Basic ")
        || headers.getFirst("x-goog-api-key") != null;
  }

  private Reply plain(String path) throws IOException {
    if (path.equals("/_calls")) {
      return Reply.json(200, calls());
    }
    var file = FILE.matcher(path);
    var prediction =
        file.matches() ? studio.ledger.find(file.group(1)) : Optional.<FakePrediction>empty();
    return prediction.isPresent()
        ? made(prediction.get())
        : Reply.problem(404, "there is nothing here");
  }

  static Reply made(FakePrediction prediction) throws IOException {
    if (prediction.sounds()) {
      return new Reply(200, "audio/wav", FakeSound.wav());
    }
    return prediction.moves()
        ? new Reply(200, "video/x-msvideo", FakeVideo.avi(prediction.input()))
        : new Reply(200, "image/png", FakePicture.png(prediction.input()));
  }

  @Override
  public void close() {
    door.close();
    server.stop(0);
    studio.close();
    threads.shutdownNow();
  }
}

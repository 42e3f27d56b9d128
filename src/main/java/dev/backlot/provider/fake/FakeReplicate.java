package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.fake.FakeProvider.Reply;
import dev.backlot.provider.replicate.CallbackSignature;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Replicate's predictions, and the files that go into them. */
final class FakeReplicate implements FakeFormat {
  private static final Pattern OFFICIAL = Pattern.compile("/v1/models/([^/]+/[^/]+)/predictions");
  private static final Pattern ONE = Pattern.compile("/v1/predictions/([a-z0-9]+)(/cancel)?");
  private static final String ACCOUNT = "/v1/account";
  private static final String ALL = "/v1/predictions";
  private static final int PAGE = 100;
  private static final String FILES = "/v1/files";
  private static final int FILES_MAX = 1_000;
  private static final int INLINE_MAX = 256 << 10;
  private static final Duration KEPT = Duration.ofHours(24);

  private final FakeStudio studio;
  private final Map<String, ObjectNode> files = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  FakeReplicate(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith("/v1/models/")
        || path.startsWith(ALL)
        || path.startsWith(FILES)
        || path.equals(ACCOUNT);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) {
    boolean posts = exchange.getRequestMethod().equals("POST");
    if (path.equals(ACCOUNT)) {
      return Reply.json(200, Json.object().put("type", "user").put("username", "fake"));
    }
    if (path.startsWith(FILES)) {
      return files(exchange, path, body);
    }
    var official = OFFICIAL.matcher(path);
    if (posts && (path.equals(ALL) || official.matches())) {
      return create(official.matches() ? official.group(1) : "", body);
    }
    if (path.equals(ALL)) {
      return list(exchange.getRequestURI().getQuery());
    }
    var one = ONE.matcher(path);
    if (!one.matches()) {
      return Reply.problem(404, "there is nothing here");
    }
    var found =
        posts && one.group(2) != null
            ? studio.ledger.change(one.group(1), was -> was.cancelled(studio.now()))
            : studio.ledger.find(one.group(1));
    return found
        .map(prediction -> Reply.json(200, prediction.json(studio.url(), studio.now())))
        .orElseGet(() -> Reply.problem(404, "there is no such prediction"));
  }

  private Reply create(String model, byte[] body) {
    JsonNode asked;
    try {
      asked = Json.parse(body);
    } catch (JsonProblem e) {
      return Reply.problem(400, String.valueOf(e.getMessage()));
    }
    var input = asked.path("input");
    var unfit = unfit(input);
    if (unfit.isPresent()) {
      return Reply.problem(422, unfit.get());
    }
    boolean worksOnPicture = input.path("prompt").isMissingNode() && input.has("image");
    var refusal = FakeStudio.refuse(worksOnPicture ? "a picture" : FakePrediction.prompt(input));
    if (refusal.isPresent()) {
      return Reply.problem(422, refusal.get());
    }
    var webhook = asked.path("webhook").asString("");
    var made =
        studio.make(
            model.isEmpty() ? asked.path("version").asString("") : model,
            input,
            webhook,
            webhook.substring(webhook.lastIndexOf('/') + 1),
            studio.takes());
    if (made.isEmpty()) {
      return Reply.problem(402, FakeProvider.FULL);
    }
    if (!webhook.isEmpty()) {
      var secret = studio.settings().secret();
      studio.report(
          made.get(),
          (id, bytes) -> CallbackSignature.sign(secret, id, studio.now(), bytes),
          () -> Json.text(studio.latest(made.get()).json(studio.url(), studio.now())));
    }
    return Reply.json(201, made.get().asStarting(studio.url()));
  }

  private Reply files(HttpExchange exchange, String path, byte[] body) {
    var id = path.substring(Math.min(path.length(), FILES.length() + 1));
    return switch (exchange.getRequestMethod()) {
      case "POST" -> keep(FakeForm.of(exchange, body));
      case "DELETE" ->
          files.remove(id) == null
              ? Reply.problem(404, "there is no such file")
              : new Reply(204, "application/json", new byte[0]);
      default ->
          files.containsKey(id)
              ? Reply.json(200, files.get(id))
              : Reply.problem(404, "there is no such file");
    };
  }

  private Reply keep(FakeForm form) {
    if (!form.has("content") || files.size() >= FILES_MAX) {
      return Reply.problem(400, "expected a form with a file as content");
    }
    var id = "file" + Integer.toString(numbers.incrementAndGet(), 36);
    var now = studio.now();
    var file =
        Json.object()
            .put("id", id)
            .put("name", "input")
            .put("size", form.bytes("content").length)
            .put("created_at", now.toString())
            .put("expires_at", now.plus(KEPT).toString());
    file.putObject("metadata");
    file.putObject("urls").put("get", studio.url() + FILES + "/" + id);
    files.put(id, file);
    return Reply.json(201, file);
  }

  /** Why an input cannot be taken: a file that is gone, or one that should have been one. */
  private Optional<String> unfit(JsonNode input) {
    for (var value : input) {
      for (var one : value.isArray() ? value : Json.MAPPER.createArrayNode().add(value)) {
        var text = one.asString("");
        if (text.startsWith("data:") && text.length() > INLINE_MAX * 4L / 3 + 100) {
          return Optional.of("a data URL of more than 256 KB: upload it as a file");
        }
        var mine = studio.url() + FILES + "/";
        if (text.startsWith(mine) && !files.containsKey(text.substring(mine.length()))) {
          return Optional.of("there is no file " + text);
        }
      }
    }
    return Optional.empty();
  }

  private Reply list(String query) {
    var cursor = String.valueOf(query).replaceFirst("^cursor=", "");
    int before = cursor.matches("\\d{1,6}") ? Integer.parseInt(cursor) : -1;
    int from = before < 0 ? studio.ledger.size() : before;
    var json = Json.object();
    var results = json.putArray("results");
    studio
        .ledger
        .page(from, PAGE)
        .forEach(one -> results.add(one.json(studio.url(), studio.now())));
    json.putNull("previous");
    if (from > PAGE) {
      json.put("next", studio.url() + ALL + "?cursor=" + (from - PAGE));
    } else {
      json.putNull("next");
    }
    return Reply.json(200, json);
  }
}

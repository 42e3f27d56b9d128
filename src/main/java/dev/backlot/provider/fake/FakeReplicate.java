package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.fake.FakeProvider.Reply;
import dev.backlot.provider.replicate.CallbackSignature;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Replicate's predictions. */
final class FakeReplicate implements FakeFormat {
  private static final Pattern OFFICIAL = Pattern.compile("/v1/models/([^/]+/[^/]+)/predictions");
  private static final Pattern ONE = Pattern.compile("/v1/predictions/([a-z0-9]+)(/cancel)?");
  private static final String ACCOUNT = "/v1/account";
  private static final String ALL = "/v1/predictions";
  private static final int PAGE = 100;

  private final FakeStudio studio;

  FakeReplicate(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith("/v1/models/") || path.startsWith(ALL) || path.equals(ACCOUNT);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) {
    boolean posts = exchange.getRequestMethod().equals("POST");
    if (path.equals(ACCOUNT)) {
      return Reply.json(200, Json.object().put("type", "user").put("username", "fake"));
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

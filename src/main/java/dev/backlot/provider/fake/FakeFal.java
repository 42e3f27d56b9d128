package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.fake.FakeProvider.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** fal's queue below {@code /fal}, with its key list and signed reports. */
final class FakeFal implements FakeFormat {
  private static final String ROOT = "/fal/";
  private static final String KEYS = "/fal/.well-known/jwks.json";
  private static final Pattern ONE =
      Pattern.compile("/fal/[^/]+/[^/]+/requests/([a-z0-9]+)(/status|/cancel)?");
  private static final Pattern WEBHOOK = Pattern.compile("(?:^|&)fal_webhook=([^&]+)");
  private static final int KEY_BYTES = 32;

  private final FakeStudio studio;
  private final KeyPair keys;

  FakeFal(FakeStudio studio) {
    this.studio = studio;
    try {
      this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has had Ed25519 since 15", e);
    }
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith(ROOT);
  }

  @Override
  public boolean isPublic(String path) {
    return path.equals(KEYS);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) {
    if (path.equals(KEYS)) {
      return Reply.json(200, keyList());
    }
    var one = ONE.matcher(path);
    if (!one.matches()) {
      return exchange.getRequestMethod().equals("POST")
          ? create(exchange, path.substring(ROOT.length()), body)
          : Reply.problem(404, "Not Found");
    }
    var found = studio.ledger.find(one.group(1));
    if (found.isEmpty()) {
      return Reply.problem(404, "Request not found");
    }
    return switch (String.valueOf(one.group(2))) {
      case "/status" -> Reply.json(200, status(found.get()));
      case "/cancel" -> cancel(found.get());
      default -> result(found.get());
    };
  }

  private Reply create(HttpExchange exchange, String model, byte[] body) {
    JsonNode input;
    try {
      input = Json.parse(body);
    } catch (JsonProblem e) {
      return Reply.problem(422, String.valueOf(e.getMessage()));
    }
    boolean worksOnPicture = input.path("prompt").isMissingNode() && input.has("image_url");
    var refusal =
        FakeStudio.refuse(worksOnPicture ? "a picture" : input.path("prompt").asString(""));
    if (refusal.isPresent()) {
      var problem = Json.object();
      var detail = problem.putArray("detail").addObject();
      detail.putArray("loc").add("body").add("prompt");
      detail.put("msg", refusal.get()).put("type", "value_error");
      return Reply.json(422, problem);
    }
    var webhook = webhook(String.valueOf(exchange.getRequestURI().getRawQuery()));
    var key = webhook.substring(webhook.lastIndexOf('/') + 1);
    var made = studio.make(model, sized(input), webhook, key, studio.takes());
    if (made.isEmpty()) {
      return Reply.problem(402, FakeProvider.FULL);
    }
    if (!webhook.isEmpty()) {
      studio.report(made.get(), this::signed, () -> Json.text(report(made.get())));
    }
    return Reply.json(200, queued(made.get()));
  }

  private static String webhook(String query) {
    var webhook = WEBHOOK.matcher(query);
    return webhook.find() ? URLDecoder.decode(webhook.group(1), StandardCharsets.UTF_8) : "";
  }

  /** As the picture is drawn from it. */
  private static ObjectNode sized(JsonNode input) {
    var sized = Json.object().put("prompt", input.path("prompt").asString(""));
    var size = input.path("image_size");
    if (size.isObject()) {
      sized.put("width", size.path("width").asInt(0)).put("height", size.path("height").asInt(0));
    }
    return sized.put("seed", input.path("seed").asLong(0));
  }

  private ObjectNode queued(FakePrediction made) {
    var app = made.model().split("/", 3);
    var below = studio.url() + ROOT + app[0] + "/" + app[1] + "/requests/" + made.id();
    return Json.object()
        .put("status", "IN_QUEUE")
        .put("request_id", made.id())
        .put("gateway_request_id", made.id())
        .put("response_url", below)
        .put("status_url", below + "/status")
        .put("cancel_url", below + "/cancel")
        .put("queue_position", 0);
  }

  private ObjectNode status(FakePrediction made) {
    var json = queued(made);
    var state = made.status(studio.now());
    if (state.equals("processing")) {
      json.putArray("logs");
      json.putObject("metrics");
      return json.put("status", "IN_PROGRESS");
    }
    json.put("status", "COMPLETED").remove("queue_position");
    var end = made.cancelledAt().orElse(made.endsAt());
    json.putArray("logs")
        .addObject()
        .put("timestamp", end.toString())
        .put("message", "FAKE work has ended")
        .putObject("labels");
    json.putObject("metrics")
        .put(
            "inference_time",
            BigDecimal.valueOf(Duration.between(made.createdAt(), end).toMillis(), 3));
    if (!state.equals("succeeded")) {
      json.put("error", state.equals("failed") ? "the prompt asked for it" : "it was cancelled");
    }
    return json;
  }

  private Reply cancel(FakePrediction made) {
    if (!made.status(studio.now()).equals("processing")) {
      return Reply.json(400, Json.object().put("status", "ALREADY_COMPLETED"));
    }
    var _ = studio.ledger.change(made.id(), was -> was.cancelled(studio.now()));
    return Reply.json(202, Json.object().put("status", "CANCELLATION_REQUESTED"));
  }

  private Reply result(FakePrediction made) {
    return switch (made.status(studio.now())) {
      case "processing" -> Reply.problem(400, "Request is still in progress");
      case "succeeded" -> Reply.json(200, payload(made));
      default -> Reply.problem(422, "the job did not succeed");
    };
  }

  private ObjectNode payload(FakePrediction made) {
    if (made.speaks()) {
      return Json.object().put("output", "FAKE words about: " + made.prompt());
    }
    var json = Json.object();
    var file = Json.object().put("url", studio.url() + made.file());
    if (made.moves() || made.sounds()) {
      json.set(made.moves() ? "video" : "audio", file);
    } else {
      json.putArray("images").add(pictured(file, made));
      json.put("seed", made.input().path("seed").asLong(0));
    }
    return json;
  }

  private static ObjectNode pictured(ObjectNode file, FakePrediction made) {
    try {
      return file.put("content_type", "image/png")
          .put("file_name", made.id() + ".png")
          .put("file_size", FakePicture.png(made.input()).length)
          .put("width", FakePicture.width(made.input()))
          .put("height", FakePicture.height(made.input()));
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be drawn in memory", e);
    }
  }

  private ObjectNode report(FakePrediction made) {
    var latest = studio.latest(made);
    boolean good = latest.status(studio.now()).equals("succeeded");
    var json =
        Json.object()
            .put("request_id", made.id())
            .put("gateway_request_id", made.id())
            .put("status", good ? "OK" : "ERROR");
    json.set("payload", good ? payload(latest) : Json.object());
    return json;
  }

  private Map<String, String> signed(String id, byte[] body) {
    var time = Long.toString(studio.now().getEpochSecond());
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(body);
      var hex = HexFormat.of();
      var message = String.join("\n", id, "fake-user", time, hex.formatHex(digest));
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(message.getBytes(StandardCharsets.UTF_8));
      return Map.of(
          "X-Fal-Webhook-Request-Id",
          id,
          "X-Fal-Webhook-User-Id",
          "fake-user",
          "X-Fal-Webhook-Timestamp",
          time,
          "X-Fal-Webhook-Signature",
          hex.formatHex(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has had Ed25519 since 15", e);
    }
  }

  private ObjectNode keyList() {
    var encoded = keys.getPublic().getEncoded();
    var raw = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    var json = Json.object();
    json.putArray("keys")
        .addObject()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
    return json;
  }
}

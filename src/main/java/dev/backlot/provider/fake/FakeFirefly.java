package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.fake.FakeProvider.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adobe Firefly Services below {@code /adobe}, with the identity service that gives tokens. */
final class FakeFirefly implements FakeFormat {
  private static final String ROOT = "/adobe/";
  private static final String TOKEN = ROOT + "ims/token/v3";
  private static final String STORAGE = ROOT + "v2/storage/image";
  private static final Pattern CREATE =
      Pattern.compile(
          ROOT
              + "v3/(?:images/(?:generate-async|fill-async|expand-async|upscale)|videos/generate)");
  private static final Pattern JOB =
      Pattern.compile(ROOT + "v3/(status|cancel)/urn:ff:jobs:fake:([a-z0-9]+)");
  private static final int DAY = 86_399;
  private static final Map<String, String> STATES =
      Map.of("processing", "running", "succeeded", "succeeded", "failed", "failed");

  private final FakeStudio studio;
  private final AtomicInteger tokens = new AtomicInteger();

  FakeFirefly(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith(ROOT);
  }

  @Override
  public boolean isPublic(String path) {
    return path.equals(TOKEN);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) {
    if (path.equals(TOKEN)) {
      return token(new String(body, StandardCharsets.UTF_8));
    }
    if (exchange.getRequestHeaders().getFirst("x-api-key") == null) {
      return problem(403, "Api Key is required");
    }
    boolean posts = exchange.getRequestMethod().equals("POST");
    if (posts && path.equals(STORAGE)) {
      var stored = Json.object();
      stored.putArray("images").addObject().put("id", "upload-" + body.length);
      return Reply.json(200, stored);
    }
    if (posts && CREATE.matcher(path).matches()) {
      var model = exchange.getRequestHeaders().getFirst("x-model-version");
      return create(model == null ? "image3" : model, path, body);
    }
    var job = JOB.matcher(path);
    return job.matches() ? job(job.group(1).equals("cancel"), job.group(2)) : nothing();
  }

  private Reply token(String form) {
    if (!form.contains("grant_type=client_credentials") || form.contains("client_secret=wrong")) {
      return Reply.json(401, Json.object().put("error", "invalid_client"));
    }
    return Reply.json(
        200,
        Json.object()
            .put("access_token", "fake-token-" + tokens.incrementAndGet())
            .put("token_type", "bearer")
            .put("expires_in", DAY));
  }

  private Reply create(String model, String path, byte[] body) {
    ObjectNode input;
    try {
      input = Json.parse(body) instanceof ObjectNode object ? object : Json.object();
    } catch (JsonProblem e) {
      return problem(400, String.valueOf(e.getMessage()));
    }
    boolean wantsWords = path.endsWith("generate-async") || path.endsWith("videos/generate");
    var unfit = unfit(path, input);
    if (unfit.isPresent()) {
      return problem(400, unfit.get());
    }
    var refusal = FakeStudio.refuse(input.path("prompt").asString(wantsWords ? "" : "a picture"));
    if (refusal.isPresent()) {
      return problem(400, refusal.get());
    }
    var size = input.path("size");
    input.setAll(size instanceof ObjectNode sides ? sides : Json.object());
    return studio
        .make(model, input, "", "", studio.takes())
        .map(made -> Reply.json(202, path.endsWith("upscale") ? newLinks(made) : links(made)))
        .orElseGet(() -> problem(402, FakeProvider.FULL));
  }

  /** What a call needs beside words; empty when it is there. */
  private static Optional<String> unfit(String path, JsonNode input) {
    boolean wantsPicture = path.matches(".*(fill-async|expand-async|upscale)");
    if (wantsPicture && input.at("/image/source/uploadId").isMissingNode()) {
      return Optional.of("image.source: required");
    }
    return path.endsWith("fill-async") && input.at("/mask/source/uploadId").isMissingNode()
        ? Optional.of("mask.source: required")
        : Optional.empty();
  }

  /** As newer calls answer. */
  private ObjectNode newLinks(FakePrediction made) {
    var old = links(made);
    var json = Json.object();
    var links = json.putObject("links");
    links.putObject("result").set("href", old.path("statusUrl"));
    links.putObject("cancel").set("href", old.path("cancelUrl"));
    return json.put("progress", 0);
  }

  private ObjectNode links(FakePrediction made) {
    var id = "urn:ff:jobs:fake:" + made.id();
    var root = studio.url() + ROOT + "v3/";
    return Json.object()
        .put("jobId", id)
        .put("statusUrl", root + "status/" + id)
        .put("cancelUrl", root + "cancel/" + id);
  }

  private Reply job(boolean cancels, String id) {
    var found =
        cancels
            ? studio.ledger.change(id, was -> was.cancelled(studio.now()))
            : studio.ledger.find(id);
    return found
        .map(made -> cancels ? new Reply(202, "application/json", new byte[0]) : state(made))
        .orElseGet(FakeFirefly::nothing);
  }

  private Reply state(FakePrediction made) {
    var state = made.status(studio.now());
    var json =
        Json.object()
            .put("status", STATES.getOrDefault(state, "canceled"))
            .put("jobId", "urn:ff:jobs:fake:" + made.id());
    if (state.equals("failed")) {
      json.put("error_code", "validation_error").put("message", "the prompt asked for it");
    }
    if (state.equals("succeeded")) {
      json.putObject("result").putArray("outputs").add(output(made));
    }
    return Reply.json(200, json);
  }

  private JsonNode output(FakePrediction made) {
    var output = Json.object().put("seed", made.input().path("seeds").path(0).asInt(1));
    output.putObject(made.moves() ? "video" : "image").put("url", studio.url() + made.file());
    return output;
  }

  private static Reply nothing() {
    return problem(404, "Resource not found");
  }

  private static Reply problem(int status, String message) {
    return Reply.json(
        status, Json.object().put("error_code", "fake_error").put("message", message));
  }
}

package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.fake.FakeProvider.Reply;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scenario's generation below {@code /scenario/v1}: jobs, and the assets that they name. */
final class FakeScenario implements FakeFormat {
  private static final String ROOT = "/scenario/v1/";
  private static final String CREATE = ROOT + "generate/custom/";
  private static final Pattern JOB = Pattern.compile(ROOT + "jobs/job_([a-z0-9]+)(/action)?");
  private static final Pattern ASSET = Pattern.compile(ROOT + "assets/asset_([a-z0-9]+)");
  private static final Map<String, String> STATES =
      Map.of("processing", "in-progress", "succeeded", "success", "failed", "failure");

  private final FakeStudio studio;

  FakeScenario(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith(ROOT);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) {
    boolean posts = exchange.getRequestMethod().equals("POST");
    if (posts && path.startsWith(CREATE)) {
      return create(path.substring(CREATE.length()), body);
    }
    var asset = ASSET.matcher(path);
    if (asset.matches()) {
      return studio
          .ledger
          .find(asset.group(1))
          .map(made -> Reply.json(200, asset(made)))
          .orElseGet(() -> problem(404, "there is no such asset"));
    }
    var job = JOB.matcher(path);
    if (!job.matches() || posts != (job.group(2) != null)) {
      return problem(404, "there is nothing here");
    }
    var found =
        posts
            ? studio.ledger.change(job.group(1), was -> was.cancelled(studio.now()))
            : studio.ledger.find(job.group(1));
    return found
        .map(made -> Reply.json(200, job(made)))
        .orElseGet(() -> problem(404, "there is no such job"));
  }

  private Reply create(String model, byte[] body) {
    JsonNode input;
    try {
      input = Json.parse(body);
    } catch (JsonProblem e) {
      return problem(400, String.valueOf(e.getMessage()));
    }
    boolean worksOnPicture = input.path("prompt").isMissingNode() && input.has("image");
    var refusal =
        FakeStudio.refuse(worksOnPicture ? "a picture" : input.path("prompt").asString(""));
    if (refusal.isPresent()) {
      return problem(400, refusal.get());
    }
    return studio
        .make(model, input, "", "", studio.takes())
        .map(made -> Reply.json(200, job(made)))
        .orElseGet(() -> problem(402, FakeProvider.FULL));
  }

  private ObjectNode job(FakePrediction made) {
    var state = made.status(studio.now());
    var json = Json.object();
    var job =
        json.putObject("job")
            .put("jobId", "job_" + made.id())
            .put("jobType", "custom")
            .put("status", STATES.getOrDefault(state, "canceled"))
            .put("progress", state.equals("processing") ? made.share(studio.now()) : 1)
            .put("createdAt", made.createdAt().toString())
            .put("updatedAt", studio.now().toString());
    job.putArray("statusHistory").addObject().put("status", "queued");
    var metadata = job.putObject("metadata");
    metadata.set("input", made.input());
    if (state.equals("failed")) {
      metadata.put("error", "the prompt asked for it");
    }
    if (state.equals("succeeded") && made.speaks()) {
      metadata.putObject("output").put("text", "FAKE words about: " + made.prompt());
    } else if (state.equals("succeeded")) {
      metadata.putArray("assetIds").add("asset_" + made.id());
    }
    return json;
  }

  private ObjectNode asset(FakePrediction made) {
    var json = Json.object();
    json.putObject("asset")
        .put("id", "asset_" + made.id())
        .put("url", studio.url() + made.file())
        .putObject("metadata")
        .put("seed", Long.toString(made.seed()));
    return json;
  }

  private static Reply problem(int status, String message) {
    return Reply.json(
        status,
        Json.object().put("statusCode", status).put("error", "Error").put("message", message));
  }
}

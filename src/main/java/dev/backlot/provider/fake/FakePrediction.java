package dev.backlot.provider.fake;

import dev.backlot.json.Json;
import dev.backlot.model.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One prediction; how it stands follows from the time.
 *
 * @param key the last part of the address it reports to
 * @param endsAt when it ends by itself
 * @param cancelledAt when somebody ended it before
 */
record FakePrediction(
    String id,
    String model,
    JsonNode input,
    String webhook,
    String key,
    Instant createdAt,
    Instant endsAt,
    Optional<Instant> cancelledAt) {
  private static final int USUAL_SEED = 4_711;
  private static final String FAIL = "[fail]";

  FakePrediction cancelled(Instant at) {
    return at.isBefore(endsAt) && cancelledAt.isEmpty()
        ? new FakePrediction(id, model, input, webhook, key, createdAt, endsAt, Optional.of(at))
        : this;
  }

  String prompt() {
    return prompt(input);
  }

  /** What is asked for; some models call it a text. */
  static String prompt(JsonNode input) {
    return input.path("prompt").asString(input.path("text").asString(""));
  }

  /**
   * Models whose name says text answer in words, with video in it a video, all others a picture.
   */
  boolean speaks() {
    return name().contains("text");
  }

  boolean moves() {
    return name().contains("video");
  }

  /** Models whose name says audio make a sound. */
  boolean sounds() {
    return name().contains("audio");
  }

  String file() {
    var ending = moves() ? ".avi" : ".png";
    return "/files/" + id + (sounds() ? ".wav" : ending);
  }

  private String name() {
    return model.substring(model.lastIndexOf('/') + 1);
  }

  String status(Instant now) {
    if (cancelledAt.isPresent()) {
      return "canceled";
    }
    if (now.isBefore(endsAt)) {
      return "processing";
    }
    return prompt().contains(FAIL) ? "failed" : "succeeded";
  }

  /** The one that was given, or the one that it takes otherwise. */
  long seed() {
    return input.path("seed").asLong(USUAL_SEED);
  }

  /** How much of its time is over, 0 to 1. */
  double share(Instant now) {
    var whole = Duration.between(createdAt, endsAt).toNanos();
    var past = Duration.between(createdAt, now).toNanos();
    return whole <= 0 ? 1 : Math.clamp((double) past / whole, 0, 1);
  }

  /** What it is charged with: results are, nothing else. */
  Money cost(Instant now, Money price) {
    return status(now).equals("succeeded") ? price : Money.NONE;
  }

  /** As Replicate tells it when it is handed in. */
  ObjectNode asStarting(String url) {
    return json(url, createdAt).put("status", "starting");
  }

  /** As Replicate tells it. */
  ObjectNode json(String url, Instant now) {
    var status = status(now);
    var json = Json.object();
    json.put("id", id);
    json.put("model", model);
    json.put("version", model.contains("/") ? "fake" : model);
    json.put("source", "api");
    json.put("status", status);
    json.put("logs", "");
    json.put("data_removed", false);
    json.putNull("error");
    json.set("input", input);
    if (!webhook.isEmpty()) {
      json.put("webhook", webhook);
      json.putArray("webhook_events_filter").add("completed");
    }
    json.put("created_at", createdAt.toString());
    json.put("started_at", createdAt.toString());
    if (status.equals("succeeded")) {
      var output = json.putArray("output");
      if (speaks()) {
        // in pieces, as language models do
        output.add("FAKE").add(" words about: ").add(prompt());
      } else {
        output.add(url + file());
        json.put("logs", "Using seed: " + seed() + "\n");
      }
    }
    if (status.equals("failed")) {
      json.put("error", "the prompt asked for it: " + FAIL);
    }
    if (!status.equals("processing")) {
      var end = cancelledAt.orElse(endsAt);
      json.put("completed_at", end.toString());
      json.putObject("metrics")
          .put("predict_time", BigDecimal.valueOf(Duration.between(createdAt, end).toMillis(), 3));
    }
    var urls = json.putObject("urls");
    urls.put("web", url + "/p/" + id);
    urls.put("get", url + "/v1/predictions/" + id);
    urls.put("cancel", url + "/v1/predictions/" + id + "/cancel");
    return json;
  }
}

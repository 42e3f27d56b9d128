package dev.backlot.provider.replicate;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.Failure;
import dev.backlot.provider.Addresses;
import dev.backlot.provider.Price;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Seeds;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A prediction as Replicate tells it; fields that are not there read as empty. */
record Prediction(JsonNode json) {
  private static final int MESSAGE_MAX = 500;

  static Optional<Prediction> parse(String text) {
    try {
      var prediction = new Prediction(Json.parse(text));
      return prediction.id().isEmpty() ? Optional.empty() : Optional.of(prediction);
    } catch (JsonProblem _) {
      return Optional.empty();
    }
  }

  String id() {
    return json.path("id").asString("");
  }

  /** The last part of the address it reports to; empty when it reports nowhere. */
  String key() {
    var webhook = json.path("webhook").asString("");
    return webhook.substring(webhook.lastIndexOf('/') + 1);
  }

  /** Whether it may be anybody's: made by a program, without an address to report to. */
  boolean isUnmarked() {
    return key().isEmpty() && !json.path("source").asString("").equals("web");
  }

  Optional<Instant> createdAt() {
    try {
      return Optional.of(OffsetDateTime.parse(json.path("created_at").asString("")).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** How it stands, and what that costs. */
  Polled polled(String provider, Price price) {
    return switch (json.path("status").asString("")) {
      case "starting", "processing" -> new Polled.Pending();
      case "succeeded" -> succeeded(provider, price);
      case "failed" ->
          new Polled.Failed(
              new Failure.Refused(provider, "the prediction failed: " + error()),
              price.ofFailure(seconds()));
      // what never started to run is not charged
      case "canceled", "aborted" ->
          new Polled.Failed(
              new Failure.Refused(provider, "the prediction was cancelled"),
              price.ofFailure(seconds()));
      case String other ->
          new Polled.Unknown(
              new Failure.Transient(provider + " tells an unknown status '" + other + "'"));
    };
  }

  private Polled succeeded(String provider, Price price) {
    var cost = price.ofResult(seconds());
    var files = files();
    var text = text();
    if (files.isEmpty() && text.isEmpty()) {
      var why =
          json.path("data_removed").booleanValue(false) ? "was deleted" : "is no file and no text";
      return new Polled.Failed(
          new Failure.Refused(provider, "the prediction succeeded, but its output " + why), cost);
    }
    return new Polled.Done(files, text, cost, Seeds.logged(json.path("logs").asString("")));
  }

  /** The output is an address, or a list of them. */
  private List<URI> files() {
    var output = json.path("output");
    var files = new ArrayList<URI>();
    for (var one : output.isArray() ? output : List.of(output)) {
      if (one.isString() && one.stringValue().matches("https?://\\S{1,4000}")) {
        Addresses.parse(one.stringValue()).ifPresent(files::add);
      }
    }
    return files;
  }

  /** Language models put out their words as one text, or as a list of its pieces. */
  private String text() {
    var output = json.path("output");
    var text = new StringBuilder();
    for (var one : output.isArray() ? output : List.of(output)) {
      if (one.isString()) {
        text.append(one.stringValue());
      }
    }
    return text.toString();
  }

  /** How long it worked; nothing when it never started. */
  private BigDecimal seconds() {
    var time = json.path("metrics").path("predict_time");
    return time.isNumber() ? time.decimalValue() : BigDecimal.ZERO;
  }

  private String error() {
    var error = json.path("error");
    var text = error.isString() ? error.stringValue() : Json.text(error);
    return text.length() <= MESSAGE_MAX ? text : text.substring(0, MESSAGE_MAX) + "…";
  }
}

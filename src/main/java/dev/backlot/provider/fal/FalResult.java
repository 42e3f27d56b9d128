package dev.backlot.provider.fal;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.provider.Addresses;
import dev.backlot.provider.Price;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Seeds;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A job that is over: what its status said, and what its result answered.
 *
 * @param code the result's HTTP status: a job that failed answers with its error
 */
record FalResult(JsonNode status, int code, JsonNode json) {
  private static final int WORDS_MAX = 500;

  /** Where models put their files; each is an object with a url, or a list of them. */
  private static final List<String> FILES =
      List.of("images", "image", "videos", "video", "audio", "audio_file", "audio_url");

  private static final List<String> WORDS = List.of("output", "text", "response");

  /** Empty when the answer says nothing about the job. */
  Optional<Polled> polled(String provider, Price price) {
    if (code == 200 && error().isEmpty()) {
      return Optional.of(succeeded(provider, price));
    }
    // a 5xx may come from whoever stands in front of a good result: only the status tells for
    // certain
    return !error().isEmpty() || code == 400 || code == 422
        ? Optional.of(failed(provider, price))
        : Optional.empty();
  }

  private Polled succeeded(String provider, Price price) {
    var cost = price.ofResult(seconds());
    var files = files();
    var text = text();
    return files.isEmpty() && text.isEmpty()
        ? new Polled.Failed(
            new Failure.Refused(provider, "it ended, but its result is no file and no text"), cost)
        : new Polled.Done(files, text, cost, Seeds.of(json.path("seed")));
  }

  private Polled failed(String provider, Price price) {
    var words = error().isEmpty() ? detail(json) : error();
    return new Polled.Failed(
        new Failure.Refused(provider, "the job failed" + (words.isEmpty() ? "" : ": " + words)),
        price.ofFailure(seconds()));
  }

  private String error() {
    return cut(status.path("error").asString(""));
  }

  private BigDecimal seconds() {
    var time = status.path("metrics").path("inference_time");
    return time.isNumber() ? time.decimalValue() : BigDecimal.ZERO;
  }

  private List<URI> files() {
    var files = new ArrayList<URI>();
    for (var name : FILES) {
      var given = json.path(name);
      for (var one : given.isArray() ? given : List.of(given)) {
        Addresses.parse(one.isString() ? one.stringValue() : one.path("url").asString(""))
            .ifPresent(files::add);
      }
    }
    return files;
  }

  private String text() {
    return WORDS.stream()
        .map(name -> json.path(name).asString(""))
        .filter(words -> !words.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The words of an error: a text, or a list of objects with {@code msg} and {@code loc}. */
  static String detail(JsonNode json) {
    var detail = json.path("detail");
    if (detail.isString()) {
      return cut(detail.stringValue());
    }
    return detail.isMissingNode() ? "" : cut(Json.text(detail));
  }

  private static String cut(String words) {
    return words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX) + "…";
  }
}

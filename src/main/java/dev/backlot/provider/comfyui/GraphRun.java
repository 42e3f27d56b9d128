package dev.backlot.provider.comfyui;

import dev.backlot.model.Failure;
import dev.backlot.provider.Addresses;
import dev.backlot.provider.Price;
import dev.backlot.provider.Provider.Polled;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** An entry of the history: how a graph ended, and what its nodes put out. */
record GraphRun(JsonNode json) {
  private static final List<String> FILES = List.of("images", "gifs", "videos", "video", "audio");
  private static final int MILLIS_DIGITS = 3;

  Polled polled(String provider, URI server, Price price) {
    var status = json.path("status");
    if (status.path("status_str").asString("").equals("error")) {
      return new Polled.Failed(
          new Failure.Refused(provider, "the graph failed" + error()), price.ofFailure(seconds()));
    }
    var files = files(server);
    var text = text();
    var cost = price.ofResult(seconds());
    return files.isEmpty() && text.isEmpty()
        ? new Polled.Failed(
            new Failure.Refused(
                provider, "the graph ended without a file: a SaveImage node puts one out"),
            cost)
        : new Polled.Done(files, text, cost);
  }

  /** What the first message of a failure says, and of which node. */
  private String error() {
    return message("execution_error")
        .map(
            error ->
                " at node "
                    + error.path("node_id").asString("?")
                    + " ("
                    + error.path("node_type").asString("?")
                    + "): "
                    + error.path("exception_message").asString("").strip())
        .or(() -> message("execution_interrupted").map(_ -> ": it was interrupted"))
        .orElse("");
  }

  private Optional<JsonNode> message(String kind) {
    return json.path("status")
        .path("messages")
        .valueStream()
        .filter(message -> message.path(0).asString("").equals(kind))
        .map(message -> message.path(1))
        .findFirst();
  }

  /** From the start to the end; nothing where the server tells no times. */
  private BigDecimal seconds() {
    var start = OptionalLong.empty();
    var end = OptionalLong.empty();
    for (var message : json.path("status").path("messages")) {
      var time = message.path(1).path("timestamp");
      if (time.isNumber()) {
        start = start.isEmpty() ? OptionalLong.of(time.longValue()) : start;
        end = OptionalLong.of(time.longValue());
      }
    }
    return start.isEmpty() || end.isEmpty()
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(end.getAsLong() - start.getAsLong(), MILLIS_DIGITS);
  }

  /** What is kept; previews are not, unless there is nothing else. */
  private List<URI> files(URI server) {
    var kept = files(server, "output");
    return kept.isEmpty() ? files(server, "temp") : kept;
  }

  private List<URI> files(URI server, String type) {
    var files = new ArrayList<URI>();
    for (var node : json.path("outputs")) {
      for (var name : FILES) {
        for (var file : node.path(name)) {
          if (file.path("type").asString("output").equals(type)) {
            address(server, file).ifPresent(files::add);
          }
        }
      }
    }
    return files;
  }

  private static Optional<URI> address(URI server, JsonNode file) {
    return Addresses.parse(
        server
            + "/view?filename="
            + encoded(file.path("filename"))
            + "&subfolder="
            + encoded(file.path("subfolder"))
            + "&type="
            + encoded(file.path("type")));
  }

  private static String encoded(JsonNode text) {
    return URLEncoder.encode(text.asString(""), StandardCharsets.UTF_8);
  }

  private String text() {
    var words = new ArrayList<String>();
    for (var node : json.path("outputs")) {
      var text = node.path("text");
      for (var one : text.isArray() ? text : List.of(text)) {
        if (one.isString() && !one.stringValue().isBlank()) {
          words.add(one.stringValue());
        }
      }
    }
    return String.join("\n", words);
  }

  /** The words of a graph that was not taken: what is wrong, and at which nodes. */
  static String detail(JsonNode json) {
    var error = json.path("error");
    var words =
        new StringBuilder(
            error.isString() ? error.stringValue() : error.path("message").asString(""));
    json.path("node_errors")
        .properties()
        .forEach(
            node ->
                node.getValue()
                    .path("errors")
                    .forEach(
                        one ->
                            words
                                .append("; node ")
                                .append(node.getKey())
                                .append(": ")
                                .append(one.path("message").asString(""))
                                .append(' ')
                                .append(one.path("details").asString(""))));
    return words.toString();
  }
}

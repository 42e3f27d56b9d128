package dev.backlot.cli;

import dev.backlot.model.RunId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An event as it came.
 *
 * @param data the event's JSON, as one line
 */
record WatchedEvent(String name, String data, JsonNode json) {
  /** The item's number, where it is about one. */
  Optional<Integer> item() {
    return RunId.parse(json.path("run").asString("")).map(RunId::item);
  }

  /** The time of day, the number, and what happened, in one line. */
  String line(boolean withBatch) {
    var at = json.path("at").asString("");
    var line = new StringBuilder();
    line.append(at.length() >= 19 ? at.substring(11, 19) : at)
        .append("  ")
        .append(json.path("sequence").asString(""));
    if (withBatch) {
      line.append("  ").append(json.path("batch").asString(""));
    }
    line.append("  ").append(name);
    item().ifPresent(number -> line.append("  item ").append(number));
    add(line, "step");
    add(line, "status");
    add(line, "count");
    add(line, "cause");
    var failure = json.path("failure").path("message").asString(json.path("message").asString(""));
    return failure.isEmpty() ? line.toString() : line.append(": ").append(failure).toString();
  }

  private void add(StringBuilder line, String field) {
    if (json.has(field)) {
      line.append("  ").append(json.path(field).asString(""));
    }
  }
}

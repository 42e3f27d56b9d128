package dev.backlot.runtime;

import dev.backlot.json.Json;
import dev.backlot.store.EventRecord;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An event of the log as every view shows it: pages, streams, webhooks and the command line. */
public final class EventView {
  private EventView() {}

  /** The journal counts milliseconds; views show times as everywhere else. */
  public static ObjectNode of(EventRecord event) {
    var object =
        Json.object().put("sequence", event.sequence()).put("batch", event.batch().toString());
    event.run().ifPresent(run -> object.put("run", run.toString()));
    var stored = Json.MAPPER.readTree(event.json());
    stored.properties().forEach(field -> object.set(field.getKey(), field.getValue()));
    for (var time : List.of("at", "due_at", "deadline")) {
      if (object.path(time).isNumber()) {
        object.put(time, Instant.ofEpochMilli(object.path(time).longValue()).toString());
      }
    }
    if (object.path("question") instanceof ObjectNode question
        && question.path("expires_at").isNumber()) {
      question.put(
          "expires_at", Instant.ofEpochMilli(question.path("expires_at").longValue()).toString());
    }
    return object;
  }
}

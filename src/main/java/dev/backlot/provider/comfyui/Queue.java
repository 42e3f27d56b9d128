package dev.backlot.provider.comfyui;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a server has before it. An entry is a list: its number, its id, the graph, and more data, in
 * which {@code client_id} is our key.
 */
record Queue(JsonNode json) {
  private static final int ID = 1;
  private static final int MORE = 3;

  boolean runs(String id) {
    return has("queue_running", id);
  }

  boolean isPending(String id) {
    return has("queue_pending", id);
  }

  boolean holds(String id) {
    return runs(id) || isPending(id);
  }

  private boolean has(String list, String id) {
    return json.path(list).valueStream().anyMatch(entry -> id(entry).equals(id));
  }

  /** The id of the job with a key. */
  Optional<String> find(String key) {
    for (var list : new String[] {"queue_pending", "queue_running"}) {
      for (var entry : json.path(list)) {
        if (key(entry).equals(key)) {
          return Optional.of(id(entry));
        }
      }
    }
    return Optional.empty();
  }

  /** The id of the job with a key, in a history: entries by their ids. */
  static Optional<String> findEnded(JsonNode history, String key) {
    return history.properties().stream()
        .filter(entry -> key(entry.getValue().path("prompt")).equals(key))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static String id(JsonNode entry) {
    return entry.path(ID).asString("");
  }

  private static String key(JsonNode entry) {
    return entry.path(MORE).path("client_id").asString("");
  }
}

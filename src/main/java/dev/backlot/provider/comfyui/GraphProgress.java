package dev.backlot.provider.comfyui;

import dev.backlot.json.Json;
import dev.backlot.model.Progress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a graph is, by the messages of the server's WebSocket: the nodes that are behind it, each
 * counted alike, and the part of the one at work. It never goes back: a node may run twice, and one
 * of a subgraph counts as its place in the graph. For one thread.
 */
final class GraphProgress {
  private final ObjectNode graph;
  private final String id;
  private final Set<String> behind = new HashSet<>();
  private String current = "";
  private double part;
  private String steps = "";
  private double farthest;

  /**
   * @param id of the prompt
   */
  GraphProgress(ObjectNode graph, String id) {
    this.graph = graph;
    this.id = id;
  }

  /** What a message makes of it; empty when it says nothing of this graph. */
  Optional<Progress> read(String text) {
    var message = Json.orEmpty(text);
    var said = message.path("data");
    // after a new connection the server says without an id what it is at for us
    if (!said.path("prompt_id").asString(id).equals(id)) {
      return Optional.empty();
    }
    boolean moved =
        switch (message.path("type").asString("")) {
          case "execution_cached" -> cached(said.path("nodes"));
          case "executing" -> entered(said.path("node"));
          case "progress" -> worked(said);
          default -> false;
        };
    return moved ? Optional.of(progress()) : Optional.empty();
  }

  private boolean cached(JsonNode nodes) {
    for (var node : nodes) {
      place(node).ifPresent(behind::add);
    }
    return true;
  }

  /** Without a node the graph has ended, which polling finds out. */
  private boolean entered(JsonNode node) {
    var place = place(node);
    if (place.isEmpty()) {
      return false;
    }
    if (!place.get().equals(current)) {
      if (!current.isEmpty()) {
        behind.add(current);
      }
      current = place.get();
    }
    part = 0;
    steps = "";
    return true;
  }

  private boolean worked(JsonNode said) {
    double value = said.path("value").asDouble(0);
    double max = said.path("max").asDouble(0);
    if (max <= 0 || !entered(said.path("node"))) {
      return false;
    }
    part = Math.clamp(value / max, 0, 1);
    steps = " %.0f of %.0f".formatted(value, max);
    return true;
  }

  private Progress progress() {
    double now = behind.size() + (behind.contains(current) ? 0 : part);
    farthest = Math.max(farthest, now / graph.size());
    return new Progress(farthest, current.isEmpty() ? "" : title() + steps);
  }

  /** What its author calls the node, or its kind. */
  private String title() {
    var node = graph.path(current);
    return node.path("_meta").path("title").asString(node.path("class_type").asString(current));
  }

  /** A node of the graph; {@code 5:3} is one within its node 5. */
  private Optional<String> place(JsonNode node) {
    var name = node.asString("");
    return Optional.of(graph.has(name) ? name : name.split(":", 2)[0]).filter(graph::has);
  }
}

package dev.backlot.surface.scenario;

import dev.backlot.http.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The document of the vendor's editor: nodes, and edges from who takes something to who makes it.
 * An edge's {@code source} is the taker, its {@code target} the maker.
 */
final class EditorGraph {
  static final int NODES_MAX = 200;
  private static final int EDGES_MAX = 2_000;
  private static final Set<String> TYPES =
      Set.of(
          "text",
          "asset",
          "model",
          "llm",
          "transformText",
          "splitText",
          "groupItems",
          "sliceAssets",
          "aspectRatio",
          "ifElse",
          "forEach",
          "forEachEnd",
          "approval",
          "stickyNote");

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final List<Refusal.Field> mistakes;

  /** A node, and where it stands in the request. */
  record Node(String id, String type, JsonNode data, String at) {
    String text(String field) {
      return data.path(field).asString("");
    }

    boolean is(String word) {
      return data.path(word).booleanValue(false);
    }

    boolean makes() {
      return type.equals("model") || type.equals("llm");
    }

    /** Whether it is something that the workflow is given. */
    boolean isInput() {
      return is("isInput") && (type.equals("text") || type.equals("asset"));
    }
  }

  /**
   * What one node takes from another.
   *
   * @param input the taker's name for it
   * @param output the maker's name for it
   */
  record Edge(Node taker, String input, Node maker, String output) {
    /** What CEL calls it. */
    String variable() {
      return maker.id() + "_" + output;
    }
  }

  private EditorGraph(List<Refusal.Field> mistakes) {
    this.mistakes = mistakes;
  }

  static EditorGraph of(JsonNode document, List<Refusal.Field> mistakes) {
    var graph = new EditorGraph(mistakes);
    graph.nodes(document.path("nodes"));
    graph.edges(document.path("edges"));
    return graph;
  }

  private void nodes(JsonNode list) {
    if (list.size() > NODES_MAX) {
      wrong("editorInfo.nodes", "expected at most " + NODES_MAX + ", but " + list.size());
      return;
    }
    int number = 0;
    for (var one : list) {
      var at = "editorInfo.nodes[" + number++ + "]";
      var node =
          new Node(
              one.path("id").asString(""), one.path("type").asString(""), one.path("data"), at);
      if (!TYPES.contains(node.type())) {
        wrong(at + ".type", "'" + node.type() + "' is no type of node that can be compiled");
      }
      if (node.id().isBlank() || nodes.putIfAbsent(node.id(), node) != null) {
        wrong(at + ".id", "expected an id of its own, but '" + node.id() + "'");
      }
    }
  }

  private void edges(JsonNode list) {
    if (list.size() > EDGES_MAX) {
      wrong("editorInfo.edges", "expected at most " + EDGES_MAX + ", but " + list.size());
      return;
    }
    int number = 0;
    for (var one : list) {
      edge(one, "editorInfo.edges[" + number++ + "]");
    }
  }

  private void edge(JsonNode one, String at) {
    var taker = end(one, "source", at);
    var maker = end(one, "target", at);
    if (taker.isPresent() && maker.isPresent()) {
      var input = handle(one, "sourceHandle", taker.get().id() + "-source-", at);
      var output = handle(one, "targetHandle", maker.get().id() + "-target-", at);
      edges.add(new Edge(taker.get(), input, maker.get(), output));
    }
  }

  private Optional<Node> end(JsonNode edge, String field, String at) {
    var id = edge.path(field).asString("");
    var node = Optional.ofNullable(nodes.get(id));
    if (node.isEmpty()) {
      wrong(at + "." + field, "there is no node '" + id + "'");
    }
    return node;
  }

  private String handle(JsonNode edge, String field, String prefix, String at) {
    var handle = edge.path(field).asString("");
    if (!handle.startsWith(prefix)) {
      wrong(at + "." + field, "expected '" + prefix + "NAME', but '" + handle + "'");
      return "";
    }
    return handle.substring(prefix.length());
  }

  void wrong(String at, String message) {
    mistakes.add(new Refusal.Field(at, message));
  }

  List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  Optional<Node> find(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  List<Edge> into(Node taker) {
    return edges.stream().filter(edge -> edge.taker().equals(taker)).toList();
  }

  /** The gates that hold back whoever takes something from a node. */
  List<Node> gatesAfter(Node maker) {
    return edges.stream()
        .filter(edge -> edge.maker().equals(maker) && edge.taker().type().equals("approval"))
        .map(Edge::taker)
        .distinct()
        .toList();
  }

  /** Whether one node takes from another, over any number of others. */
  boolean reaches(Node taker, Node maker) {
    return before(taker).contains(maker);
  }

  /** All that a node takes from, over any number of others; not itself. */
  Set<Node> before(Node taker) {
    var found = new HashSet<Node>();
    var open = new ArrayList<>(List.of(taker));
    while (!open.isEmpty()) {
      for (var edge : into(open.removeLast())) {
        if (found.add(edge.maker())) {
          open.add(edge.maker());
        }
      }
    }
    return found;
  }

  /** The node that closes a loop. */
  Optional<Node> endOf(Node loop) {
    return nodes.values().stream()
        .filter(node -> node.type().equals("forEachEnd"))
        .filter(node -> node.text("parentNodeId").equals(loop.id()))
        .findFirst();
  }

  /** What is done for each item: all between the two ends of a loop, with their gates. */
  List<Node> body(Node loop) {
    var end = endOf(loop);
    if (end.isEmpty()) {
      wrong(loop.at(), "there is no forEachEnd whose data.parentNodeId is '" + loop.id() + "'");
      return List.of();
    }
    var body = new HashSet<Node>();
    for (var node : before(end.get())) {
      if (reaches(node, loop)) {
        body.add(node);
        body.addAll(gatesAfter(node));
      }
    }
    return nodes.values().stream()
        .filter(body::contains)
        .filter(node -> !node.type().equals("forEachEnd"))
        .toList();
  }
}

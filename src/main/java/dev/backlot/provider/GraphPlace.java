package dev.backlot.provider;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An input of a node of a graph in ComfyUI's API format, such as {@code 6.text}: the node's id or
 * its title, a dot, and the name of its input.
 */
public record GraphPlace(String text) {
  private static final Pattern FORM = Pattern.compile("(.{1,100})\\.([\\w-]{1,100})");

  /** Why there is no such place in a graph; empty when there is. */
  public Optional<String> refuse(ObjectNode graph) {
    if (!FORM.matcher(text).matches()) {
      return Optional.of("expected NODE.INPUT, such as 6.text, but '" + text + "'");
    }
    return inputs(graph).isPresent()
        ? Optional.empty()
        : Optional.of("the graph has no node '" + node() + "': neither an id nor a title");
  }

  /** Puts a value there. */
  public void put(ObjectNode graph, JsonNode value) {
    inputs(graph).ifPresent(inputs -> inputs.set(input(), value));
  }

  public void put(ObjectNode graph, String value) {
    inputs(graph).ifPresent(inputs -> inputs.put(input(), value));
  }

  private String node() {
    return text.substring(0, text.lastIndexOf('.'));
  }

  private String input() {
    return text.substring(text.lastIndexOf('.') + 1);
  }

  private Optional<ObjectNode> inputs(ObjectNode graph) {
    var byId = graph.path(node());
    var node =
        byId.isObject()
            ? Optional.of(byId)
            : graph
                .valueStream()
                .filter(one -> one.path("_meta").path("title").asString("").equals(node()))
                .findFirst();
    return node.filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .map(
            one ->
                one.get("inputs") instanceof ObjectNode inputs ? inputs : one.putObject("inputs"));
  }
}

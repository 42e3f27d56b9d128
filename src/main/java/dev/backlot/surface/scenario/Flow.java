package dev.backlot.surface.scenario;

import dev.backlot.surface.StepNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A flow as a graph: who stands in which loop, who may be skipped, who is last. */
final class Flow {
  private final Map<String, FlowNode> nodes = new LinkedHashMap<>();
  private final Map<String, String> loops = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> skippable = new HashSet<>();

  /** A client's flow: its nodes get names of ours. */
  Flow(JsonNode flow) {
    this(flow, names(flow));
  }

  private Flow(JsonNode flow, Map<String, String> stepNames) {
    names.putAll(stepNames);
    var all = FlowNode.of(flow);
    all.forEach(node -> nodes.putIfAbsent(node.id(), node));
    for (var node : all) {
      // the innermost loop that lists a node has it
      all.stream()
          .filter(loop -> loop.type().equals(FlowNode.FOR_EACH) && loop.body().contains(node.id()))
          .filter(loop -> !loop.id().equals(node.id()))
          .min((one, other) -> Integer.compare(one.body().size(), other.body().size()))
          .ifPresent(loop -> loops.put(node.id(), loop.id()));
    }
    boolean grows = true;
    while (grows) {
      grows = false;
      for (var node : all) {
        grows |= !skippable.contains(node.id()) && maySkip(node) && skippable.add(node.id());
      }
    }
  }

  /** A flow that stands for steps of ours: a node is called as its step is, after its loops. */
  static Flow ofSteps(JsonNode flow) {
    var names = new HashMap<String, String>();
    FlowNode.of(flow)
        .forEach(node -> names.put(node.id(), node.id().substring(node.id().lastIndexOf('.') + 1)));
    return new Flow(flow, names);
  }

  private static Map<String, String> names(JsonNode flow) {
    var free = new StepNames();
    // what every loop counts
    free.of("succeeded");
    free.of("failed");
    var names = new HashMap<String, String>();
    FlowNode.of(flow).forEach(node -> names.computeIfAbsent(node.id(), free::of));
    return names;
  }

  private boolean maySkip(FlowNode node) {
    return node.allInputs().stream()
            .flatMap(input -> input.ref().stream())
            .anyMatch(ref -> ref.equal().isPresent() || !ref.conditional().isEmpty())
        || node.sources().stream().anyMatch(skippable::contains);
  }

  List<FlowNode> all() {
    return List.copyOf(nodes.values());
  }

  Optional<FlowNode> find(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** What the step of a node is called in our workflow. */
  String name(String node) {
    return names.getOrDefault(node, "");
  }

  Optional<FlowNode> byName(String step) {
    return all().stream().filter(node -> name(node.id()).equals(step)).findFirst();
  }

  /** The loop around a node. */
  Optional<String> loop(String node) {
    return Optional.ofNullable(loops.get(node));
  }

  /** The loops around a node, from the outside in; a loop in itself ends the row. */
  List<String> loopsAround(String node) {
    var around = new ArrayList<String>();
    for (var loop = loop(node);
        loop.isPresent() && !around.contains(loop.get());
        loop = loop(loop.get())) {
      around.addFirst(loop.get());
    }
    return around;
  }

  List<FlowNode> within(Optional<String> loop) {
    return all().stream().filter(node -> loop(node.id()).equals(loop)).toList();
  }

  boolean isSkippable(String node) {
    return skippable.contains(node);
  }

  /** Nodes that no other of the same loop takes anything from. */
  List<FlowNode> last(Optional<String> loop) {
    var within = within(loop);
    var used = new HashSet<String>();
    for (var node : all()) {
      node.sources().stream()
          .filter(source -> !loopsAround(source).contains(node.id()))
          .forEach(used::add);
    }
    return within.stream().filter(node -> !used.contains(node.id())).toList();
  }
}

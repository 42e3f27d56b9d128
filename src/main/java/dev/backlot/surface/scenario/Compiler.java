package dev.backlot.surface.scenario;

import dev.backlot.definition.Problem;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.step.StepRegistry;
import dev.backlot.surface.Digests;
import dev.backlot.surface.Models;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a workflow of ours from a flow; the same flow is the same workflow. */
final class Compiler {
  private static final String PREFIX = "scenario-";
  private static final Pattern STEP = Pattern.compile("(?:^|\\.)steps\\.([a-z0-9_]+)");

  private final Values values;
  private final Logic logic;
  private final Makes makes;
  private final List<Refusal.Field> mistakes;
  private final Flow flow;
  private final Map<String, String> inputNames;
  private final ObjectNode inputs = Json.object();
  private final Map<String, JsonNode> files = new LinkedHashMap<>();

  /**
   * A workflow of ours.
   *
   * @param files inputs that the flow itself gives: files that it names
   */
  record Compiled(String source, Map<String, JsonNode> files) {}

  /**
   * Over one flow.
   *
   * @param workflows the tenant's workflows that are ready, by their ids
   */
  Compiler(
      StepRegistry registry,
      Models models,
      Function<String, Optional<Definition>> workflows,
      JsonNode declared,
      JsonNode graph,
      List<Refusal.Field> mistakes) {
    var makers = new Makers(registry, models, mistakes);
    this.mistakes = mistakes;
    this.flow = new Flow(graph);
    this.inputNames = Inputs.names(declared);
    this.values = new Values(flow, makers, workflows, inputNames);
    this.logic = new Logic(flow, values, inputNames, mistakes);
    this.makes = new Makes(flow, values, makers, workflows, inputs, files, mistakes);
    for (var input : declared) {
      var name = inputNames.get(input.path("name").asString(""));
      if (name != null) {
        var port = inputs.putObject(name).put("required", false);
        type(port, input.path("type").asString(""), input.path("kind").asString(""));
      }
    }
  }

  private static void type(ObjectNode port, String type, String kind) {
    var one =
        switch (type) {
          case "file", "file_array" ->
              switch (kind) {
                case "image" -> "image";
                case "video" -> "video";
                case "audio" -> "audio";
                default -> "file";
              };
          case "string", "string_array", "model", "model_array" -> "text";
          case "number", "number_array" -> "number";
          case "boolean" -> "boolean";
          default -> "json";
        };
    if (type.endsWith("_array") && !type.equals("inputs_array")) {
      port.putArray("type").add(one);
    } else {
      port.put("type", one);
    }
  }

  /** What is wrong goes into the mistakes, and the result is of no use then. */
  Compiled compile() {
    var graph = Json.object();
    // the dialect shows what each step made
    graph.put("intermediates", "keep");
    var steps = steps(Optional.empty());
    if (!inputs.isEmpty()) {
      graph.set("inputs", inputs);
    }
    graph.set("steps", steps);
    var outputs = Json.object();
    for (var node : results()) {
      values.main(node).ifPresent(main -> outputs.put(flow.name(node.id()), "${{ " + main + " }}"));
    }
    graph.set("outputs", outputs);
    var file = Json.object().put("name", PREFIX + Digests.of(Json.text(graph)));
    file.setAll(graph);
    return new Compiled(Json.text(file), files);
  }

  /** Nodes whose results are the job's: the last ones, and those that say so. */
  private List<FlowNode> results() {
    var results = new LinkedHashSet<>(flow.last(Optional.empty()));
    flow.within(Optional.empty()).stream()
        .filter(node -> node.json().path("includeOutputsInWorkflowJob").booleanValue(false))
        .forEach(results::add);
    results.removeIf(node -> node.type().equals(FlowNode.APPROVAL));
    return List.copyOf(results);
  }

  private ObjectNode steps(Optional<String> loop) {
    var steps = Json.object();
    for (var node : flow.within(loop)) {
      steps.set(flow.name(node.id()), step(node));
    }
    return steps;
  }

  private ObjectNode step(FlowNode node) {
    var step = Json.object();
    switch (node.type()) {
      case FlowNode.LIST -> makes.list(node, step);
      case FlowNode.LOGIC -> logic.of(node, step);
      case FlowNode.TRANSFORM -> logic.transform(node, step);
      case FlowNode.FOR_EACH -> loop(node, step);
      case FlowNode.APPROVAL, FlowNode.SELECTION -> gate(node, step);
      case FlowNode.WORKFLOW -> makes.nested(node, step);
      default -> makes.work(node, step);
    }
    new Waits(flow, values, mistakes).of(node, step);
    return step;
  }

  private void loop(FlowNode node, ObjectNode step) {
    var count = node.json().path("count");
    if (count.isIntegralNumber()) {
      step.set("for-each", count);
    } else {
      var items =
          node.inputs().stream()
              .filter(FlowNode.Input::wantsList)
              .findFirst()
              .or(() -> node.inputs().stream().findFirst());
      var value = items.flatMap(input -> values.value(node, input));
      if (value.isEmpty()) {
        mistakes.add(
            new Refusal.Field(
                node.at() + ".inputs", "expected an input with a list, or a count, but neither"));
      }
      step.put("for-each", "${{ dyn(" + value.orElse("[]") + ") }}");
    }
    var body = steps(Optional.of(node.id()));
    if (body.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              node.at() + ".loopBodyNodeIds", "expected the ids of nodes, but there are none"));
    }
    step.set("steps", body);
    var outputs = step.putObject("outputs");
    for (var inner : flow.within(Optional.of(node.id()))) {
      values
          .main(inner)
          .ifPresent(main -> outputs.put(flow.name(inner.id()), "${{ " + main + " }}"));
    }
  }

  private void gate(FlowNode node, ObjectNode step) {
    var gate = step.putObject("gate");
    gate.put(
        "title", node.json().path("label").asString("Approve " + node.id()).replace("${{", ""));
    boolean selects = node.type().equals(FlowNode.SELECTION);
    var shown = new ArrayList<String>();
    for (var input : node.inputs()) {
      values.value(node, input).ifPresent(shown::add);
    }
    if (shown.isEmpty()) {
      for (var source : node.texts("dependsOn")) {
        flow.find(source)
            .flatMap(found -> selects ? values.many(node, found) : values.source(node, found))
            .ifPresent(shown::add);
      }
    }
    if (selects) {
      gate.put("show", "${{ dyn(" + (shown.isEmpty() ? "[]" : shown.getFirst()) + ") }}");
      gate.putObject("select").put("min", 1).put("max", 100);
    } else if (!shown.isEmpty()) {
      var show = gate.putArray("show");
      shown.forEach(one -> show.add("${{ dyn(" + one + ") }}"));
    }
    // a whole job ends with a rejection, of a loop only the iteration
    gate.put("on-reject", flow.loop(node.id()).isEmpty() ? "cancel" : "skip");
  }

  /** The names of what the workflow puts out, in order. */
  List<String> outputs() {
    return results().stream()
        .filter(node -> values.main(node).isPresent())
        .map(node -> flow.name(node.id()))
        .toList();
  }

  /** A mistake in our workflow, at its place in theirs. */
  static Refusal.Field field(Problem problem, JsonNode graph) {
    var flow = new Flow(graph);
    var place = "flow";
    for (var step = STEP.matcher(problem.path()); step.find(); ) {
      place = flow.byName(step.group(1)).map(FlowNode::at).orElse(place);
    }
    return new Refusal.Field(place, problem.message());
  }
}

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
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a workflow of ours from a flow; the same flow is the same workflow. */
final class Compiler {
  private static final String PREFIX = "scenario-";
  private static final String NO_CASE = "default";
  private static final Pattern STEP = Pattern.compile("(?:^|\\.)steps\\.([a-z0-9_]+)");

  private final Makers makers;
  private final Values values;
  private final Function<String, Optional<Definition>> workflows;
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
    this.makers = new Makers(registry, models, mistakes);
    this.workflows = workflows;
    this.mistakes = mistakes;
    this.flow = new Flow(graph);
    this.inputNames = Inputs.names(declared);
    this.values = new Values(flow, makers, workflows, inputNames);
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
    var conditions = new LinkedHashSet<String>();
    var needs = new LinkedHashSet<String>();
    for (var id : node.texts("dependsOn")) {
      needs(node, id, needs, conditions);
    }
    for (var input : node.allInputs()) {
      input.ref().ifPresent(ref -> conditions(node, input, ref, needs, conditions));
    }
    switch (node.type()) {
      case FlowNode.LIST -> list(node, step);
      case FlowNode.LOGIC -> logic(node, step);
      case FlowNode.TRANSFORM ->
          step.put("uses", "transform")
              .putObject("with")
              .put("value", "${{ " + cel(node, "transform") + " }}");
      case FlowNode.FOR_EACH -> loop(node, step);
      case FlowNode.APPROVAL, FlowNode.SELECTION -> gate(node, step);
      case FlowNode.WORKFLOW -> nested(node, step);
      default -> work(node, step);
    }
    if (!needs.isEmpty()) {
      var list = step.putArray("needs");
      needs.forEach(id -> list.add(flow.name(id)));
    }
    if (!conditions.isEmpty()) {
      step.put("when", String.join(" && ", conditions));
    }
    return step;
  }

  /** Waits for another node, and is skipped with it. */
  private void needs(FlowNode node, String other, Set<String> needs, Set<String> conditions) {
    if (flow.loop(other).equals(flow.loop(node.id()))) {
      needs.add(other);
    }
    if (flow.isSkippable(other)) {
      flow.find(other)
          .flatMap(found -> values.source(node, found))
          .ifPresent(main -> conditions.add(main + " != null"));
    }
  }

  private void conditions(
      FlowNode node,
      FlowNode.Input input,
      FlowNode.Ref ref,
      Set<String> needs,
      Set<String> conditions) {
    var source = ref.node().flatMap(flow::find);
    if (source.isPresent() && ref.equal().isPresent()) {
      conditions.add(chosen(source.get(), ref.equal().get(), input.at() + ".ref.equal"));
    } else if (source.isPresent() && ref.conditional().isEmpty()) {
      if (!flow.loopsAround(node.id()).contains(source.get().id())) {
        needs(node, source.get().id(), needs, conditions);
      }
    }
    if (!ref.conditional().isEmpty()) {
      var any = new ArrayList<String>();
      for (var id : ref.conditional()) {
        if (flow.loop(id).equals(flow.loop(node.id()))) {
          needs.add(id);
        }
        flow.find(id)
            .flatMap(found -> values.source(node, found))
            .ifPresent(main -> any.add(main + " != null"));
      }
      if (!any.isEmpty()) {
        conditions.add("(" + String.join(" || ", any) + ")");
      }
    }
  }

  /** Whether an if/else node came to one of the cases with this value. */
  private String chosen(FlowNode logic, String value, String at) {
    var cases = new ArrayList<String>();
    int number = 0;
    for (var one : logic.json().path("logic").path("cases")) {
      if (one.path("value").asString("").equals(value)) {
        cases.add("'c" + number + "'");
      }
      number++;
    }
    if (logic.json().path("logic").path("default").asString("").equals(value)) {
      cases.add("'" + NO_CASE + "'");
    }
    if (cases.isEmpty()) {
      mistakes.add(
          new Refusal.Field(at, "no case of '" + logic.id() + "' has the value '" + value + "'"));
    }
    return "steps." + flow.name(logic.id()) + ".case in [" + String.join(", ", cases) + "]";
  }

  private void list(FlowNode node, ObjectNode step) {
    var items = node.json().path("items");
    step.put("uses", "list");
    boolean areFiles =
        !items.isEmpty()
            && items.valueStream().allMatch(item -> Ids.asset(item.asString("")).isPresent());
    if (areFiles) {
      step.putObject("with").put("items", "${{ " + given(node.id(), items, "[file]") + " }}");
    } else {
      step.putObject("with").set("items", plain(items));
    }
  }

  /** An input of the workflow that the flow itself fills. */
  private String given(String node, JsonNode value, String type) {
    var name = "given_" + files.size() + "_" + flow.name(node);
    files.put(name, value);
    var port = inputs.putObject(name).put("required", false);
    if (type.startsWith("[")) {
      port.putArray("type").add(type.substring(1, type.length() - 1));
    } else {
      port.put("type", type);
    }
    return "inputs." + name;
  }

  private void logic(FlowNode node, ObjectNode step) {
    var logic = node.json().path("logic");
    if (logic.has("transform") && !logic.has("cases")) {
      step.put("uses", "transform")
          .putObject("with")
          .put("value", "${{ " + cel(node, "transform") + " }}");
      return;
    }
    var with = step.put("uses", "switch").putObject("with");
    var cases = with.putArray("cases");
    var variables = variables(node);
    var subject =
        node.inputs().stream()
            .filter(input -> input.name().equals("condition"))
            .findFirst()
            .flatMap(input -> values.value(node, input));
    int number = 0;
    for (var one : logic.path("cases")) {
      var condition = one.path("condition").asString("");
      var when =
          isLiteral(condition)
              ? subject.map(left -> equal(left, condition)).orElse("")
              : variables.in(condition);
      if (when.isEmpty()) {
        mistakes.add(
            new Refusal.Field(
                node.at() + ".logic.cases[" + number + "].condition",
                "'"
                    + condition
                    + "' is compared with an input named 'condition', but there is none"));
        when = "false";
      }
      cases.addObject().put("case", "c" + number).put("when", when);
      number++;
    }
    if (number == 0) {
      cases.addObject().put("case", "none").put("when", "false");
    }
    with.put("default", NO_CASE);
  }

  /** A bare word, a number or a text without any operator: the guide's own way to compare. */
  private static boolean isLiteral(String condition) {
    boolean isBare =
        condition.matches("[\\p{L}\\p{N} _.\\-/#:]*") && !condition.matches("(true|false)");
    return isBare || condition.matches("\"[^\"]*\"|'[^']*'");
  }

  private static String equal(String left, String condition) {
    var bare =
        condition.matches("\"[^\"]*\"|'[^']*'")
            ? condition.substring(1, condition.length() - 1)
            : condition;
    var text = Values.literal(bare);
    return bare.matches("-?\\d+(\\.\\d+)?")
        ? "dyn(" + left + ") == " + text + " || dyn(" + left + ") == " + bare
        : "dyn(" + left + ") == " + text;
  }

  private String cel(FlowNode node, String field) {
    var text = node.json().path("logic").path(field).asString("");
    if (text.isBlank()) {
      mistakes.add(
          new Refusal.Field(node.at() + ".logic." + field, "expected an expression, but nothing"));
      return "null";
    }
    return variables(node).in(text);
  }

  /** A node's inputs by their names, and what it may see as {@code <nodeId>_<output>}. */
  private Variables variables(FlowNode node) {
    var variables = new Variables();
    for (var input : node.inputs()) {
      values.value(node, input).ifPresent(value -> variables.put(input.name(), value));
    }
    inputNames.forEach((name, input) -> variables.put("workflow_" + name, "inputs." + input));
    for (var source : node.sources()) {
      flow.find(source)
          .ifPresent(
              found -> {
                for (var port : values.ports(found)) {
                  variables.put(
                      found.id() + "_" + port.name(),
                      "steps." + flow.name(found.id()) + "." + port.name());
                }
                values.source(node, found).ifPresent(main -> variables.put(found.id(), main));
              });
    }
    return variables;
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

  private void nested(FlowNode node, ObjectNode step) {
    var id = node.json().path("workflowId").asString("");
    var found = workflows.apply(id);
    if (found.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              node.at() + ".workflowId", "there is no workflow '" + id + "' that is ready"));
      return;
    }
    step.put("workflow", found.get().workflow() + "@" + found.get().version());
    var with = step.putObject("with");
    var names = Inputs.names(found.get().inputs());
    for (var input : node.inputs()) {
      var name = names.get(input.name());
      if (name != null) {
        set(node, input, name, with);
      } else if (!input.name().startsWith("_")) {
        mistakes.add(
            new Refusal.Field(
                input.at() + ".name", "workflow '" + id + "' has no input '" + input.name() + "'"));
      }
    }
  }

  /** A node that makes something. */
  private void work(FlowNode node, ObjectNode step) {
    var type = makers.stepType(node);
    if (type.isEmpty()) {
      return;
    }
    step.put("uses", type.get().name());
    var with = Json.object();
    var options = Json.object();
    for (var input : node.inputs()) {
      var parameter = Makers.parameter(type.get(), input.name());
      if (parameter.isPresent()) {
        set(node, input, parameter.get().name(), with);
      } else if (type.get().parameter("options").isPresent() && !input.name().startsWith("_")) {
        // what only the model knows
        set(node, input, input.name(), options);
      } else if (input.ref().isEmpty()
          || input
              .ref()
              .filter(ref -> ref.equal().isPresent() || !ref.conditional().isEmpty())
              .isEmpty()) {
        mistakes.add(
            new Refusal.Field(
                input.at() + ".name", type.get().name() + " takes no '" + input.name() + "'"));
      }
    }
    if (!options.isEmpty()) {
      with.set("options", options);
    }
    makers.who(node, type.get(), with);
    step.set("with", with);
  }

  private void set(FlowNode node, FlowNode.Input input, String name, ObjectNode with) {
    var fixed = input.ref().isEmpty() ? input.value() : Optional.<JsonNode>empty();
    if (fixed.isPresent() && input.isFile()) {
      var type = input.json().path("kind").asString("file");
      var one = List.of("image", "video", "audio").contains(type) ? type : "file";
      var as = fixed.get().isArray() ? "[" + one + "]" : one;
      with.put(name, "${{ dyn(" + given(node.id(), fixed.get(), as) + ") }}");
    } else if (fixed.isPresent()) {
      with.set(name, plain(fixed.get()));
    } else {
      values.value(node, input).ifPresent(value -> with.put(name, "${{ dyn(" + value + ") }}"));
    }
  }

  /** Text is text here, whatever it looks like. */
  private static JsonNode plain(JsonNode value) {
    return Json.MAPPER.readTree(Json.text(value).replace("${{", "$${{"));
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

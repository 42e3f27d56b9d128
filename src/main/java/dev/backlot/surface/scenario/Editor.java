package dev.backlot.surface.scenario;

import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.surface.scenario.EditorGraph.Edge;
import dev.backlot.surface.scenario.EditorGraph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a flow from the document of the vendor's editor, as its publish button does. The grammar is
 * that of exported documents of version 1.0, read in November 2026.
 */
final class Editor {
  private static final String OUTPUT = "output";

  private final EditorGraph graph;
  private final ArrayNode flow = Json.MAPPER.createArrayNode();

  /** What a workflow is given, and what it does. */
  record Compiled(ArrayNode inputs, ArrayNode flow) {}

  private Editor(EditorGraph graph) {
    this.graph = graph;
  }

  /** Whether there is anything to compile. */
  static boolean hasNodes(JsonNode document) {
    return !document.path("nodes").isEmpty();
  }

  /**
   * Compiles a document.
   *
   * @param declared inputs that say more than their nodes do
   */
  static Compiled compile(JsonNode document, JsonNode declared, List<Refusal.Field> mistakes) {
    var graph = EditorGraph.of(document, mistakes);
    var editor = new Editor(graph);
    if (mistakes.isEmpty()) {
      editor.nodes();
    }
    return new Compiled(editor.inputs(document.path("inputKeys"), declared), editor.flow);
  }

  private ArrayNode inputs(JsonNode keys, JsonNode declared) {
    var order = new LinkedHashSet<String>();
    keys.forEach(key -> order.add(key.asString("")));
    graph.nodes().stream().filter(Node::isInput).map(Node::id).forEach(order::add);
    Map<String, JsonNode> all = new LinkedHashMap<>();
    for (var id : order) {
      graph.find(id).filter(Node::isInput).ifPresent(node -> all.put(id, input(node)));
    }
    declared.forEach(one -> all.put(one.path("name").asString(""), one));
    return Json.MAPPER.createArrayNode().addAll(all.values());
  }

  private static ObjectNode input(Node node) {
    var input = Json.object().put("name", node.id()).put("type", type(node));
    if (!node.text("title").isEmpty()) {
      input.put("label", node.text("title"));
    }
    if (node.type().equals("asset")) {
      input.put("kind", node.text("type"));
      input.putObject("required").put("always", node.is("isRequired"));
    } else if (node.data().path("value").isString()) {
      input.set("default", node.data().path("value"));
    }
    return input;
  }

  /** The type of what a node makes. */
  private static String type(Node node) {
    return switch (node.type()) {
      case "asset" -> node.is("isMultiple") ? "file_array" : "file";
      case "model" -> "file";
      case "splitText" -> "string_array";
      case "groupItems", "sliceAssets", "forEachEnd" -> "file_array";
      default -> "string";
    };
  }

  private void nodes() {
    var outputs = graph.nodes().stream().filter(node -> node.is("isOutput")).toList();
    if (outputs.stream().noneMatch(this::comesFromAModel)) {
      graph.wrong(
          "editorInfo.nodes",
          "expected a model or llm node that leads to an output (data.isOutput), but there is"
              + " none");
    }
    for (var node : graph.nodes()) {
      switch (node.type()) {
        // they stand where they are taken from
        case "text", "asset", "aspectRatio", "forEachEnd", "stickyNote" -> {}
        default -> node(node);
      }
    }
  }

  private boolean comesFromAModel(Node output) {
    return output.makes() || graph.before(output).stream().anyMatch(Node::makes);
  }

  private void node(Node node) {
    var made = Json.object().put("id", node.id());
    if (!node.text("title").isEmpty()) {
      made.put("label", node.text("title"));
    }
    var inputs = Json.MAPPER.createArrayNode();
    switch (node.type()) {
      case "model", "llm" -> model(node, made, inputs);
      case "transformText", "groupItems" -> transform(made, node.text("value"));
      case "splitText" -> transform(made, only(node) + ".split(" + quoted(delimiter(node)) + ")");
      case "sliceAssets" -> transform(made, slice(node));
      case "ifElse" -> branch(node, made);
      case "forEach" -> loop(node, made);
      default -> made.put("type", FlowNode.APPROVAL);
    }
    takes(node, made, inputs);
    made.set("inputs", inputs);
    waits(node, made);
    if (node.is("isOutput") || graph.endOf(node).filter(end -> end.is("isOutput")).isPresent()) {
      made.put("includeOutputsInWorkflowJob", true);
    }
    flow.add(made);
  }

  private static void model(Node node, ObjectNode made, ArrayNode inputs) {
    made.put("type", node.type().equals("llm") ? FlowNode.GENERATE_PROMPT : "custom-model");
    made.put("modelId", node.text("modelId"));
    for (var setting : node.data().path("form").properties()) {
      var type =
          switch (setting.getValue().getNodeType()) {
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            default -> "string";
          };
      inputs
          .addObject()
          .put("name", setting.getKey())
          .put("type", type)
          .set("value", setting.getValue());
    }
  }

  private static void transform(ObjectNode made, String expression) {
    made.put("type", FlowNode.TRANSFORM).putObject("logic").put("transform", expression);
  }

  /** The variable of the one thing that a node takes. */
  private String only(Node node) {
    var edges = graph.into(node);
    if (edges.size() != 1) {
      graph.wrong(node.at(), "expected one edge that leads to it, but " + edges.size());
      return "''";
    }
    return edges.getFirst().variable();
  }

  private static String delimiter(Node node) {
    return node.text("splitDelimiter").isEmpty() ? "," : node.text("splitDelimiter");
  }

  /** Both places come as text; a negative one counts from the end. */
  private String slice(Node node) {
    var list = only(node);
    try {
      int from = Integer.parseInt(node.data().path("from").asString("0"));
      int count = Integer.parseInt(node.data().path("count").asString("1"));
      var end = from < 0 && from + count >= 0 ? "size(" + list + ")" : String.valueOf(from + count);
      return "slice(" + list + ", " + from + ", " + end + ")";
    } catch (NumberFormatException _) {
      graph.wrong(node.at() + ".data", "expected whole numbers as from and count");
      return list;
    }
  }

  private void branch(Node node, ObjectNode made) {
    made.put("type", FlowNode.LOGIC).put("logicType", "if-else");
    var logic = made.putObject("logic");
    var cases = logic.putArray("cases");
    int number = 0;
    for (var block : node.data().path("conditionBlocks")) {
      var at = node.at() + ".data.conditionBlocks[" + number++ + "]";
      cases.addObject().put("condition", condition(block, at)).put("value", "if" + number);
    }
    logic.put("default", "else");
  }

  private String condition(JsonNode block, String at) {
    var joint = block.path("logic").asString("and").equals("or") ? " || " : " && ";
    var conditions = new ArrayList<String>();
    for (var one : block.path("conditions")) {
      conditions.add(test(one, at + ".conditions[" + conditions.size() + "]"));
    }
    if (conditions.isEmpty()) {
      graph.wrong(at + ".conditions", "expected conditions, but there are none");
    }
    return conditions.stream().map(one -> "(" + one + ")").collect(Collectors.joining(joint));
  }

  private String test(JsonNode condition, String at) {
    var field = "dyn(" + condition.path("field").asString("''") + ")";
    var value = quoted(condition.path("value").asString(""));
    var empty = field + " == null || size(" + field + ") == 0";
    return switch (condition.path("operator").asString("")) {
      case "isEmpty" -> empty;
      case "isNotEmpty" -> "!(" + empty + ")";
      case "contains" -> field + ".contains(" + value + ")";
      case "notContains" -> "!" + field + ".contains(" + value + ")";
      case "equals" -> field + " == " + value;
      case "notEquals" -> field + " != " + value;
      default -> {
        graph.wrong(
            at + ".operator",
            "expected isEmpty, isNotEmpty, contains, notContains, equals or notEquals, but '"
                + condition.path("operator").asString("")
                + "'");
        yield "false";
      }
    };
  }

  private static String quoted(String text) {
    return Json.text(Json.MAPPER.getNodeFactory().stringNode(text));
  }

  private void loop(Node node, ObjectNode made) {
    made.put("type", FlowNode.FOR_EACH);
    var body = made.putArray("loopBodyNodeIds");
    graph.body(node).stream()
        .filter(inner -> !inner.type().equals("text") && !inner.type().equals("asset"))
        .forEach(inner -> body.add(inner.id()));
  }

  /** What comes over edges; several to one handle are a list. */
  private void takes(Node node, ObjectNode made, ArrayNode inputs) {
    var handles =
        graph.into(node).stream()
            .collect(Collectors.groupingBy(this::name, LinkedHashMap::new, Collectors.toList()));
    handles.forEach(
        (name, edges) -> {
          if (edges.size() == 1) {
            take(inputs, name, edges.getFirst());
          } else {
            inputs
                .addObject()
                .put("name", name)
                .put("type", type(edges.getFirst().maker()).replace("_array", "") + "_array")
                .putObject("ref")
                .put("node", list(node, name, edges))
                .put("name", "all");
          }
        });
    if (node.type().equals("approval")) {
      var after = made.putArray("dependsOn");
      graph.into(node).stream().map(edge -> made(edge.maker())).forEach(after::add);
      inputs.removeAll();
    }
  }

  /** Expressions know what they take by its maker, everything else by its handle. */
  private String name(Edge edge) {
    return switch (edge.taker().type()) {
      case "transformText", "groupItems", "splitText", "sliceAssets", "ifElse" -> edge.variable();
      default -> edge.input();
    };
  }

  private void take(ArrayNode inputs, String name, Edge edge) {
    var maker = edge.maker();
    if (maker.type().equals("ifElse")) {
      // what comes in first goes out by the branch that is taken
      var through = graph.into(maker);
      if (through.isEmpty()) {
        graph.wrong(maker.at(), "expected an edge that leads to it, but there is none");
        return;
      }
      take(inputs, name, through.getFirst());
      inputs
          .addObject()
          .put("name", "_" + maker.id())
          .put("type", "string")
          .putObject("ref")
          .put("node", maker.id())
          .put("equal", edge.output());
      return;
    }
    boolean isLoop = edge.taker().type().equals("forEach");
    var type = isLoop ? type(maker).replace("_array", "") + "_array" : type(maker);
    var input = inputs.addObject().put("name", name).put("type", type);
    if (maker.isInput()) {
      input.putObject("ref").put("node", FlowNode.WORKFLOW).put("name", maker.id());
    } else if (List.of("text", "asset").contains(maker.type())) {
      input.set("value", maker.data().path("value"));
    } else if (maker.type().equals("aspectRatio")) {
      input.put("value", maker.text(edge.output().isEmpty() ? OUTPUT : edge.output()));
    } else {
      input.putObject("ref").put("node", made(maker));
    }
    if (maker.type().equals("asset") && !maker.text("type").isEmpty()) {
      input.put("kind", maker.text("type"));
    }
  }

  /** A node of its own for what several edges bring to one handle. */
  private String list(Node node, String name, List<Edge> edges) {
    var id = node.id() + "-" + name;
    var inputs = Json.MAPPER.createArrayNode();
    var names = new ArrayList<String>();
    for (var edge : edges) {
      names.add("item" + names.size());
      take(inputs, names.getLast(), edge);
    }
    var made = Json.object().put("id", id);
    transform(made, "[" + String.join(", ", names) + "]");
    made.set("inputs", inputs);
    flow.add(made);
    return id;
  }

  /** The node of the flow that has what a node of the editor makes. */
  private String made(Node maker) {
    if (!maker.type().equals("forEachEnd")) {
      return maker.id();
    }
    var last = graph.into(maker);
    if (last.isEmpty()) {
      graph.wrong(maker.at(), "expected an edge that leads to it, but there is none");
      return maker.id();
    }
    // a node within a loop, asked for from outside, is the list of its results
    return made(last.getFirst().maker());
  }

  /** A gate pauses whoever takes something from the node that it is attached to. */
  private void waits(Node node, ObjectNode made) {
    if (node.type().equals("approval")) {
      return;
    }
    var gates = new LinkedHashSet<String>();
    for (var edge : graph.into(node)) {
      graph.gatesAfter(edge.maker()).forEach(gate -> gates.add(gate.id()));
    }
    if (!gates.isEmpty()) {
      var after = made.putArray("dependsOn");
      gates.forEach(after::add);
    }
  }
}

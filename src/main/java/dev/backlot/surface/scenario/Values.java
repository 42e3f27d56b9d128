package dev.backlot.surface.scenario;

import dev.backlot.json.Json;
import dev.backlot.model.Port;
import dev.backlot.step.StepType;
import dev.backlot.surface.MainOutputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What nodes give and take, as expressions of ours. */
final class Values {
  private final Flow flow;
  private final Makers makers;
  private final Function<String, Optional<Definition>> workflows;
  private final Map<String, String> inputNames;

  /**
   * Of one flow.
   *
   * @param workflows the tenant's workflows that are ready, by their ids
   * @param inputNames what the workflow's inputs are called here, by their own names
   */
  Values(
      Flow flow,
      Makers makers,
      Function<String, Optional<Definition>> workflows,
      Map<String, String> inputNames) {
    this.flow = flow;
    this.makers = makers;
    this.workflows = workflows;
    this.inputNames = inputNames;
  }

  /** Text as CEL writes it. */
  static String literal(String text) {
    return Json.text(Json.MAPPER.getNodeFactory().stringNode(text)).replace("${{", "$\\u007b{");
  }

  /** What an input is, as an expression; empty when it is nothing. */
  Optional<String> value(FlowNode node, FlowNode.Input input) {
    var ref = input.ref();
    if (!input.items().isEmpty()) {
      return Optional.of(rows(node, input));
    }
    if (ref.isEmpty()) {
      return input.value().map(Values::constant);
    }
    if (ref.get().node().isEmpty()) {
      return firstOf(node, ref.get().conditional(), input.wantsList());
    }
    var source = ref.get().node().get();
    var name = ref.get().name();
    if (source.equals(FlowNode.WORKFLOW)) {
      return Optional.ofNullable(inputNames.get(name.orElse(""))).map(found -> "inputs." + found);
    }
    if (flow.loopsAround(node.id()).contains(source)) {
      var each = "each." + flow.name(source);
      return Optional.of(
          name.filter("index"::equals).map(_ -> each + ".index").orElse(each + ".item"));
    }
    return flow.find(source).flatMap(found -> output(node, found, name, input.wantsList()));
  }

  /** A list of objects, each with what its inputs are. */
  private String rows(FlowNode node, FlowNode.Input input) {
    return input.items().stream()
        .map(
            row ->
                row.stream()
                    .flatMap(one -> value(node, one).map(found -> pair(one, found)).stream())
                    .collect(Collectors.joining(", ", "{", "}")))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String pair(FlowNode.Input input, String value) {
    return literal(input.name()) + ": dyn(" + value + ")";
  }

  private static String constant(JsonNode value) {
    return Json.text(value).replace("${{", "$\\u007b{");
  }

  private Optional<String> firstOf(FlowNode node, List<String> nodes, boolean wantsList) {
    Optional<String> value = Optional.empty();
    for (var id : nodes.reversed()) {
      var one = flow.find(id).flatMap(found -> output(node, found, Optional.empty(), wantsList));
      var rest = value;
      value =
          one.map(
                  found ->
                      rest.map(
                              other ->
                                  "("
                                      + found
                                      + " != null ? dyn("
                                      + found
                                      + ") : dyn("
                                      + other
                                      + "))")
                          .orElse(found))
              .or(() -> rest);
    }
    return value;
  }

  private Optional<String> output(
      FlowNode node, FlowNode source, Optional<String> name, boolean wantsList) {
    if (wantsList || name.filter("all"::equals).isPresent()) {
      var named = name.filter(word -> !word.equals("all")).flatMap(word -> port(source, word));
      return named.isPresent() && reaches(node, source)
          ? Optional.of(asList(source, named.get()))
          : many(node, source);
    }
    var named = name.flatMap(word -> port(source, word));
    if (named.isPresent() && reaches(node, source)) {
      var expression = "steps." + flow.name(source.id()) + "." + named.get().name();
      return Optional.of(named.get().list() ? expression + "[0]" : expression);
    }
    if (source.type().equals(FlowNode.LIST)) {
      return Optional.of("steps." + flow.name(source.id()) + ".items[0]");
    }
    return source(node, source);
  }

  private boolean reaches(FlowNode node, FlowNode source) {
    var around = flow.loop(source.id());
    return around.isEmpty()
        || flow.loopsAround(node.id()).contains(around.get())
        || around.equals(flow.loop(node.id()));
  }

  private String asList(FlowNode source, Port port) {
    var expression = "steps." + flow.name(source.id()) + "." + port.name();
    return port.list() ? expression : "[" + expression + "]";
  }

  /** Everything that a node gave, as a list. */
  Optional<String> many(FlowNode node, FlowNode source) {
    if (!reaches(node, source)) {
      return source(node, source);
    }
    var step = "steps." + flow.name(source.id());
    return switch (source.type()) {
      case FlowNode.LIST -> Optional.of(step + ".items");
      case FlowNode.SELECTION -> Optional.of(step + ".selected");
      case FlowNode.FOR_EACH, FlowNode.TRANSFORM -> source(node, source);
      default ->
          ports(source).stream()
              .filter(Port::list)
              .findFirst()
              .map(port -> step + "." + port.name())
              .or(() -> source(node, source).map(one -> "[" + one + "]"));
    };
  }

  /** What a node gave, as another one sees it: all iterations when it stands in a loop. */
  Optional<String> source(FlowNode node, FlowNode source) {
    if (reaches(node, source)) {
      return main(source);
    }
    var loop = flow.loop(source.id()).flatMap(flow::find);
    return loop.filter(around -> reaches(node, around))
        .map(around -> "steps." + flow.name(around.id()) + "." + flow.name(source.id()));
  }

  /** What a node is there for. */
  Optional<String> main(FlowNode node) {
    var step = "steps." + flow.name(node.id());
    return switch (node.type()) {
      case FlowNode.LIST -> Optional.of(step + ".items");
      case FlowNode.TRANSFORM -> Optional.of(step + ".value");
      case FlowNode.LOGIC ->
          Optional.of(
              node.json().path("logic").has("cases") ? caseValue(node, step) : step + ".value");
      case FlowNode.APPROVAL, FlowNode.SELECTION -> Optional.of(step + ".first");
      case FlowNode.FOR_EACH ->
          flow.last(Optional.of(node.id())).stream()
              .filter(inner -> main(inner).isPresent())
              .reduce((_, last) -> last)
              .map(inner -> step + "." + flow.name(inner.id()));
      case FlowNode.WORKFLOW ->
          workflows
              .apply(node.json().path("workflowId").asString(""))
              .flatMap(found -> found.outputs().stream().findFirst())
              .map(name -> step + "." + name);
      default ->
          ports(node).isEmpty()
              ? Optional.empty()
              : mainPort(node).map(port -> step + "." + port.name());
    };
  }

  private Optional<Port> mainPort(FlowNode node) {
    return makers.known(node).flatMap(MainOutputs::of);
  }

  List<Port> ports(FlowNode node) {
    return makers.known(node).map(StepType::outputs).orElse(List.of());
  }

  private Optional<Port> port(FlowNode node, String name) {
    return ports(node).stream().filter(port -> port.name().equals(name)).findFirst();
  }

  /** The value of the case that was chosen. */
  private static String caseValue(FlowNode node, String step) {
    var logic = node.json().path("logic");
    var otherwise = logic.path("default");
    var value =
        otherwise.isString() ? "dyn(" + literal(otherwise.stringValue()) + ")" : "dyn(null)";
    int number = logic.path("cases").size();
    for (var one : logic.path("cases").valueStream().toList().reversed()) {
      number--;
      value =
          "("
              + step
              + ".case == 'c"
              + number
              + "' ? dyn("
              + literal(one.path("value").asString(""))
              + ") : "
              + value
              + ")";
    }
    // a node that was skipped has no value, not its default
    return "(" + step + ".case == null ? dyn(null) : " + value + ")";
  }
}

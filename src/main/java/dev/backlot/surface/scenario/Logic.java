package dev.backlot.surface.scenario;

import dev.backlot.http.Refusal;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Branches and transformations as steps of ours, with what their expressions may see. */
final class Logic {
  /** The case that is taken when no other is. */
  static final String NO_CASE = "default";

  private final Flow flow;
  private final Values values;
  private final Map<String, String> inputNames;
  private final List<Refusal.Field> mistakes;

  Logic(Flow flow, Values values, Map<String, String> inputNames, List<Refusal.Field> mistakes) {
    this.flow = flow;
    this.values = values;
    this.inputNames = inputNames;
    this.mistakes = mistakes;
  }

  void of(FlowNode node, ObjectNode step) {
    var logic = node.json().path("logic");
    if (logic.has("transform") && !logic.has("cases")) {
      transform(node, step);
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

  void transform(FlowNode node, ObjectNode step) {
    step.put("uses", "transform")
        .putObject("with")
        .put("value", "${{ " + cel(node, "transform") + " }}");
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
}

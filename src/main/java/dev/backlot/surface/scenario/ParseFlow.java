package dev.backlot.surface.scenario;

import dev.backlot.http.Fields;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the nodes of a flow: the form of each, and whether those that they name are there. */
final class ParseFlow {
  private static final int NODES_MAX = 200;
  private static final int ITEMS_MAX = 1_000;
  private static final Set<String> NODE_TYPES =
      new LinkedHashSet<>(
          List.of(
              FlowNode.CUSTOM_MODEL,
              FlowNode.FOR_EACH,
              FlowNode.GENERATE_PROMPT,
              FlowNode.LIST,
              FlowNode.LOGIC,
              "model",
              FlowNode.REMOVE_BACKGROUND,
              FlowNode.TRANSFORM,
              FlowNode.APPROVAL,
              FlowNode.SELECTION,
              FlowNode.WORKFLOW));

  private final List<Refusal.Field> mistakes;
  private final ParseInputs inputs;

  ParseFlow(List<Refusal.Field> mistakes) {
    this.mistakes = mistakes;
    this.inputs = new ParseInputs(mistakes);
  }

  void all(JsonNode list) {
    if (list.size() > NODES_MAX) {
      mistakes.add(
          new Refusal.Field(
              "flow", "expected at most " + NODES_MAX + " nodes, but " + list.size()));
      return;
    }
    var ids = new HashSet<String>();
    var nodes = FlowNode.of(list);
    for (var node : nodes) {
      node(node);
      if (node.id().equals(FlowNode.WORKFLOW)) {
        mistakes.add(
            new Refusal.Field(
                node.at() + ".id", "'workflow' stands for the workflow's own inputs"));
      }
      if (!node.id().isEmpty() && !ids.add(node.id())) {
        mistakes.add(
            new Refusal.Field(node.at() + ".id", "the id '" + node.id() + "' stands twice"));
      }
    }
    for (var node : nodes) {
      known(node.texts("dependsOn"), node.at() + ".dependsOn", ids);
      known(node.body(), node.at() + ".loopBodyNodeIds", ids);
      for (var input : node.allInputs()) {
        input
            .ref()
            .ifPresent(
                ref -> {
                  ref.node()
                      .filter(id -> !id.equals(FlowNode.WORKFLOW))
                      .ifPresent(id -> known(List.of(id), input.at() + ".ref.node", ids));
                  known(ref.conditional(), input.at() + ".ref.conditional", ids);
                });
      }
    }
  }

  private void known(List<String> named, String place, Set<String> ids) {
    for (var id : named) {
      if (!ids.contains(id)) {
        mistakes.add(new Refusal.Field(place, "there is no node '" + id + "'"));
      }
    }
  }

  private void node(FlowNode node) {
    var fields =
        Fields.of(
            node.json(),
            node.at(),
            mistakes,
            "id",
            "type",
            "count",
            "dependsOn",
            "includeOutputsInWorkflowJob",
            "inputs",
            "items",
            "loopBodyNodeIds",
            "logic",
            "logicType",
            "modelId",
            "workflowId",
            "label");
    if (fields
        .required("id", fields.text("id", Parse.NAME_MAX))
        .filter(String::isBlank)
        .isPresent()) {
      mistakes.add(new Refusal.Field(node.at() + ".id", "expected an id, but nothing"));
    }
    fields.required(
        "type",
        fields.word(
            "type",
            "one of " + String.join(", ", NODE_TYPES),
            word -> Optional.of(word).filter(NODE_TYPES::contains)));
    fields.number("count", 0, ITEMS_MAX);
    fields.bool("includeOutputsInWorkflowJob");
    fields.text("modelId", Parse.NAME_MAX);
    fields.text("workflowId", Parse.NAME_MAX);
    fields.text("logicType", Parse.NAME_MAX);
    fields.text("label", Parse.NAME_MAX);
    for (var name : List.of("dependsOn", "loopBodyNodeIds")) {
      fields
          .list(name)
          .ifPresent(list -> Parse.texts(list, node.at() + "." + name, NODES_MAX, mistakes));
    }
    fields.list("items").ifPresent(items -> items(items, node.at() + ".items"));
    fields.list("inputs").ifPresent(_ -> inputs(node));
    fields.object("logic").ifPresent(logic -> logic(logic, node.at() + ".logic"));
  }

  private void items(JsonNode items, String place) {
    if (items.size() > ITEMS_MAX) {
      mistakes.add(
          new Refusal.Field(
              place, "expected at most " + ITEMS_MAX + " items, but " + items.size()));
    }
    int number = 0;
    for (var item : items) {
      if (!item.isString() && !item.isNumber()) {
        mistakes.add(
            new Refusal.Field(
                place + "[" + number + "]", "expected text, a number or the id of an asset"));
      }
      number++;
    }
  }

  private void inputs(FlowNode node) {
    var names = new ArrayList<String>();
    for (var input : node.inputs()) {
      names.add(input.name());
      rows(input);
    }
    node.allInputs().forEach(this::nodeInput);
    if (names.size() > ParseInputs.MAX) {
      mistakes.add(
          new Refusal.Field(
              node.at() + ".inputs", "expected at most " + ParseInputs.MAX + " inputs"));
    }
  }

  /** An {@code inputs_array} is filled by rows, each a list of inputs. */
  private void rows(FlowNode.Input input) {
    var items = input.json().path("items");
    if (items.isMissingNode() || items.isNull()) {
      return;
    }
    boolean areRows =
        items.isArray()
            && items.size() <= ITEMS_MAX
            && items.valueStream().allMatch(row -> row.isArray() && row.size() <= ParseInputs.MAX);
    if (!areRows || !input.json().path("type").asString("").equals("inputs_array")) {
      mistakes.add(
          new Refusal.Field(
              input.at() + ".items",
              "expected lists of inputs, at most " + ITEMS_MAX + ", of an inputs_array"));
    }
  }

  private void nodeInput(FlowNode.Input input) {
    var fields = inputs.input(input.json(), input.at());
    fields
        .object("ref")
        .ifPresent(
            ref -> {
              var inner =
                  Fields.of(
                      ref, input.at() + ".ref", mistakes, "node", "name", "equal", "conditional");
              var source = inner.text("node", Parse.NAME_MAX);
              var name = inner.text("name", Parse.NAME_MAX);
              inner.text("equal", Parse.TEXT_MAX);
              var conditional = inner.list("conditional");
              if (source.isEmpty() && conditional.isEmpty()) {
                mistakes.add(
                    new Refusal.Field(
                        input.at() + ".ref", "expected 'node' or 'conditional', but neither"));
              }
              if (source.filter(FlowNode.WORKFLOW::equals).isPresent() && name.isEmpty()) {
                mistakes.add(
                    new Refusal.Field(
                        input.at() + ".ref.name", "expected the name of an input of the workflow"));
              }
            });
  }

  private void logic(JsonNode logic, String place) {
    var fields = Fields.of(logic, place, mistakes, "cases", "default", "transform");
    fields.text("default", Parse.TEXT_MAX);
    fields.text("transform", 4_096);
    int number = 0;
    for (var one : fields.list("cases").orElseGet(Json.MAPPER::createArrayNode)) {
      var inner =
          Fields.of(one, place + ".cases[" + number++ + "]", mistakes, "condition", "value");
      inner.required("condition", inner.text("condition", 4_096));
      inner.required("value", inner.text("value", Parse.TEXT_MAX));
    }
  }
}

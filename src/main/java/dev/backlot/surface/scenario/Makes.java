package dev.backlot.surface.scenario;

import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Nodes that make something as steps of ours: lists, models, other workflows. */
final class Makes {
  private final Flow flow;
  private final Values values;
  private final Makers makers;
  private final Function<String, Optional<Definition>> workflows;
  private final ObjectNode inputs;
  private final Map<String, JsonNode> files;
  private final List<Refusal.Field> mistakes;

  /**
   * Of one flow.
   *
   * @param workflows the tenant's workflows that are ready, by their ids
   * @param inputs of the workflow of ours; what the flow itself gives is added
   * @param files that the flow names, by the inputs that were added for them
   */
  Makes(
      Flow flow,
      Values values,
      Makers makers,
      Function<String, Optional<Definition>> workflows,
      ObjectNode inputs,
      Map<String, JsonNode> files,
      List<Refusal.Field> mistakes) {
    this.flow = flow;
    this.values = values;
    this.makers = makers;
    this.workflows = workflows;
    this.inputs = inputs;
    this.files = files;
    this.mistakes = mistakes;
  }

  void list(FlowNode node, ObjectNode step) {
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

  /** Another workflow. */
  void nested(FlowNode node, ObjectNode step) {
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
  void work(FlowNode node, ObjectNode step) {
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
}

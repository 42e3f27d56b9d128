package dev.backlot.surface.scenario;

import dev.backlot.http.Fields;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads requests. Every mistake is told at once, by its place in the body. */
final class Parse {
  private static final int NAME_MAX = 255;
  private static final int TEXT_MAX = 10_000;
  private static final int NODES_MAX = 200;
  private static final int INPUTS_MAX = 100;
  private static final int TAGS_MAX = 50;
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
  private static final List<String> INPUT_TYPES =
      List.of(
          "boolean",
          "file",
          "file_array",
          "inputs_array",
          "model",
          "model_array",
          "number",
          "number_array",
          "string",
          "string_array");
  private static final List<String> KINDS =
      List.of("3d", "audio", "document", "image", "image-hdr", "json", "text", "video");
  private static final String[] INPUT_FIELDS = {
    "name",
    "type",
    "allowedValues",
    "backgroundBehavior",
    "color",
    "costImpact",
    "default",
    "description",
    "group",
    "hint",
    "inputs",
    "items",
    "kind",
    "label",
    "maskFrom",
    "max",
    "maxDuration",
    "maxLength",
    "maxSize",
    "min",
    "minLength",
    "modelTypes",
    "parent",
    "placeholder",
    "prompt",
    "promptSpark",
    "ref",
    "required",
    "step",
    "value"
  };

  private final List<Refusal.Field> mistakes;

  private Parse(List<Refusal.Field> mistakes) {
    this.mistakes = mistakes;
  }

  static Definition created(JsonNode body, List<Refusal.Field> mistakes) {
    var fields = Fields.of(body, "", mistakes, "name", "description");
    var name = fields.required("name", fields.text("name", NAME_MAX)).orElse("");
    if (body.path("name").isString() && name.isBlank()) {
      mistakes.add(new Refusal.Field("name", "expected a name, but nothing"));
    }
    return Definition.created(
        name, fields.required("description", fields.text("description", TEXT_MAX)).orElse(""));
  }

  /** What is changed of a workflow; what is not named stays. */
  static Definition updated(
      JsonNode body, Definition now, String user, Instant at, List<Refusal.Field> mistakes) {
    return new Parse(mistakes).update(body, now, user, at);
  }

  private Definition update(JsonNode body, Definition now, String user, Instant at) {
    var fields =
        Fields.of(
            body,
            "",
            mistakes,
            "name",
            "description",
            "shortDescription",
            "status",
            "inputs",
            "flow",
            "tagSet",
            "outputAssetKinds",
            "before",
            "after",
            "thumbnail",
            "isLocked",
            "editorInfo");
    var inputs = fields.list("inputs");
    inputs.ifPresent(this::inputs);
    var flow = fields.list("flow");
    flow.ifPresent(this::flow);
    var status =
        fields.word(
            "status",
            "draft or ready",
            word ->
                Optional.of(word).filter(List.of(Definition.DRAFT, Definition.READY)::contains));
    var tags = fields.list("tagSet").map(list -> texts(list, "tagSet", TAGS_MAX));
    var kinds = fields.list("outputAssetKinds").map(list -> texts(list, "outputAssetKinds", 10));
    var lock =
        fields
            .bool("isLocked")
            .filter(locked -> locked != now.lock().locked())
            .map(locked -> new Definition.Lock(locked, Optional.of(at), Optional.of(user)))
            .orElse(now.lock());
    var editorInfo = fields.object("editorInfo");
    boolean edited = editorInfo.isPresent() || (flow.isEmpty() && now.isEdited());
    var changed =
        new Definition(
            fields.text("name", NAME_MAX).filter(text -> !text.isBlank()).orElse(now.name()),
            fields.text("description", TEXT_MAX).orElse(now.description()),
            fields.text("shortDescription", TEXT_MAX).orElse(now.shortDescription()),
            status.orElse(now.status()),
            tags.orElse(now.tagSet()),
            inputs.orElse(now.inputs()),
            flow.orElse(now.flow()),
            editorInfo.orElse(now.editorInfo()),
            Optional.of(edited),
            kinds.or(now::outputAssetKinds),
            asset(fields, body, "before", now.before()),
            asset(fields, body, "after", now.after()),
            asset(fields, body, "thumbnail", now.thumbnail()),
            lock,
            now.readyAt(),
            now.workflow(),
            now.version(),
            now.outputs(),
            now.files());
    boolean publishes = status.filter(Definition.READY::equals).isPresent() && flow.isEmpty();
    boolean stale = edited || now.flow().isEmpty();
    return publishes && stale && Editor.hasNodes(changed.editorInfo()) ? drawn(changed) : changed;
  }

  /** The flow that the editor's document describes. */
  private Definition drawn(Definition changed) {
    var wrong = new ArrayList<Refusal.Field>();
    var compiled = Editor.compile(changed.editorInfo(), changed.inputs(), wrong);
    mistakes.addAll(wrong);
    if (wrong.isEmpty()) {
      inputs(compiled.inputs());
      flow(compiled.flow());
    }
    return changed.drawn(compiled.inputs(), compiled.flow());
  }

  private static Optional<String> asset(
      Fields fields, JsonNode body, String name, Optional<String> now) {
    return body.has(name) ? fields.text(name, NAME_MAX) : now;
  }

  private List<String> texts(JsonNode list, String place, int most) {
    var texts = new LinkedHashSet<String>();
    int number = 0;
    for (var node : list) {
      if (node.isString() && !node.stringValue().isBlank() && node.stringValue().length() <= 100) {
        texts.add(node.stringValue());
      } else {
        mistakes.add(
            new Refusal.Field(place + "[" + number + "]", "expected text of 1 to 100 characters"));
      }
      number++;
    }
    if (list.size() > most) {
      mistakes.add(new Refusal.Field(place, "expected at most " + most + ", but " + list.size()));
    }
    return List.copyOf(texts);
  }

  private void inputs(JsonNode list) {
    if (list.size() > INPUTS_MAX) {
      mistakes.add(
          new Refusal.Field("inputs", "expected at most " + INPUTS_MAX + ", but " + list.size()));
      return;
    }
    var names = new HashSet<String>();
    int number = 0;
    for (var node : list) {
      var place = "inputs[" + number++ + "]";
      input(node, place);
      var name = node.path("name").asString("");
      if (!name.isEmpty() && !names.add(name)) {
        mistakes.add(new Refusal.Field(place + ".name", "the name '" + name + "' stands twice"));
      }
    }
  }

  private Fields input(JsonNode node, String place) {
    var fields = Fields.of(node, place, mistakes, INPUT_FIELDS);
    fields.required("name", fields.text("name", NAME_MAX));
    fields.required(
        "type",
        fields.word(
            "type",
            "one of " + String.join(", ", INPUT_TYPES),
            word -> Optional.of(word).filter(INPUT_TYPES::contains)));
    fields.word(
        "kind",
        "one of " + String.join(", ", KINDS),
        word -> Optional.of(word).filter(KINDS::contains));
    fields.list("allowedValues");
    int number = 0;
    for (var child : fields.list("inputs").orElseGet(Json.MAPPER::createArrayNode)) {
      input(child, place + ".inputs[" + number++ + "]");
    }
    if (!node.path("required").isBoolean()) {
      fields.object("required").ifPresent(rules -> rules(rules, place + ".required"));
    }
    return fields;
  }

  private void rules(JsonNode rules, String place) {
    var fields =
        Fields.of(
            rules, place, mistakes, "always", "ifDefined", "ifNotDefined", "conditionalValues");
    fields.bool("always");
    fields.object("ifDefined");
    fields.object("ifNotDefined");
    fields.object("conditionalValues");
  }

  private void flow(JsonNode list) {
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
    if (fields.required("id", fields.text("id", NAME_MAX)).filter(String::isBlank).isPresent()) {
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
    fields.text("modelId", NAME_MAX);
    fields.text("workflowId", NAME_MAX);
    fields.text("logicType", NAME_MAX);
    fields.text("label", NAME_MAX);
    for (var name : List.of("dependsOn", "loopBodyNodeIds")) {
      fields.list(name).ifPresent(list -> texts(list, node.at() + "." + name, NODES_MAX));
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
    if (names.size() > INPUTS_MAX) {
      mistakes.add(
          new Refusal.Field(node.at() + ".inputs", "expected at most " + INPUTS_MAX + " inputs"));
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
            && items.valueStream().allMatch(row -> row.isArray() && row.size() <= INPUTS_MAX);
    if (!areRows || !input.json().path("type").asString("").equals("inputs_array")) {
      mistakes.add(
          new Refusal.Field(
              input.at() + ".items",
              "expected lists of inputs, at most " + ITEMS_MAX + ", of an inputs_array"));
    }
  }

  private void nodeInput(FlowNode.Input input) {
    var fields = input(input.json(), input.at());
    fields
        .object("ref")
        .ifPresent(
            ref -> {
              var inner =
                  Fields.of(
                      ref, input.at() + ".ref", mistakes, "node", "name", "equal", "conditional");
              var source = inner.text("node", NAME_MAX);
              var name = inner.text("name", NAME_MAX);
              inner.text("equal", TEXT_MAX);
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
    fields.text("default", TEXT_MAX);
    fields.text("transform", 4_096);
    int number = 0;
    for (var one : fields.list("cases").orElseGet(Json.MAPPER::createArrayNode)) {
      var inner =
          Fields.of(one, place + ".cases[" + number++ + "]", mistakes, "condition", "value");
      inner.required("condition", inner.text("condition", 4_096));
      inner.required("value", inner.text("value", TEXT_MAX));
    }
  }

  /** A decision at a gate: which, of which job, and what. */
  record Decision(String nodeId, String job, boolean accepts, List<Integer> selected) {}

  static Decision approval(JsonNode body, List<Refusal.Field> mistakes) {
    var fields = Fields.of(body, "", mistakes, "nodeId", "workflowJobId", "action");
    return decision(fields, "approve", List.of());
  }

  static Decision selection(JsonNode body, List<Refusal.Field> mistakes) {
    var fields =
        Fields.of(body, "", mistakes, "nodeId", "workflowJobId", "action", "selectedIndices");
    var selected = new ArrayList<Integer>();
    int number = 0;
    for (var node : fields.list("selectedIndices").orElseGet(Json.MAPPER::createArrayNode)) {
      if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0) {
        selected.add(node.intValue());
      } else {
        mistakes.add(
            new Refusal.Field(
                "selectedIndices[" + number + "]", "expected a place, counted from 0"));
      }
      number++;
    }
    var decision = decision(fields, "select", selected);
    if (decision.accepts() && selected.isEmpty() && mistakes.isEmpty()) {
      mistakes.add(new Refusal.Field("selectedIndices", "expected at least one place"));
    }
    return decision;
  }

  private static Decision decision(Fields fields, String yes, List<Integer> selected) {
    var node = fields.required("nodeId", fields.text("nodeId", NAME_MAX));
    var job = fields.required("workflowJobId", fields.text("workflowJobId", NAME_MAX));
    var action =
        fields.word(
            "action",
            yes + " or reject",
            word -> Optional.of(word).filter(List.of(yes, "reject")::contains));
    return new Decision(node.orElse(""), job.orElse(""), action.orElse(yes).equals(yes), selected);
  }
}

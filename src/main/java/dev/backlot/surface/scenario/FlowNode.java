package dev.backlot.surface.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A node of a flow as its client wrote it; what is not there reads as empty. */
record FlowNode(JsonNode json, int place) {
  /** The node that stands for the workflow's own inputs. */
  static final String WORKFLOW = "workflow";

  static final String CUSTOM_MODEL = "custom-model";
  static final String FOR_EACH = "for-each";
  static final String LIST = "list";
  static final String LOGIC = "logic";
  static final String TRANSFORM = "transform";
  static final String APPROVAL = "user-approval";
  static final String SELECTION = "user-selection";
  static final String REMOVE_BACKGROUND = "remove-background";
  static final String GENERATE_PROMPT = "generate-prompt";

  static List<FlowNode> of(JsonNode flow) {
    var nodes = new ArrayList<FlowNode>();
    flow.forEach(one -> nodes.add(new FlowNode(one, nodes.size())));
    return nodes;
  }

  String id() {
    return json.path("id").asString("");
  }

  String type() {
    return json.path("type").asString("");
  }

  String at() {
    return "flow[" + place + "]";
  }

  List<String> texts(String field) {
    return json.path(field).valueStream().map(one -> one.asString("")).toList();
  }

  List<String> body() {
    return texts("loopBodyNodeIds");
  }

  boolean isGate() {
    return type().equals(APPROVAL) || type().equals(SELECTION);
  }

  /** Whether it makes something, and so has a job of its own. */
  boolean produces() {
    return switch (type()) {
      case FOR_EACH, LIST, LOGIC, TRANSFORM, APPROVAL, SELECTION -> false;
      default -> true;
    };
  }

  /** One input of a node. */
  record Input(JsonNode json, String at) {
    String name() {
      return json.path("name").asString("");
    }

    boolean wantsList() {
      return json.path("type").asString("").endsWith("_array");
    }

    /**
     * The rows of an {@code inputs_array}, each of inputs that have refs or values of their own.
     */
    List<List<Input>> items() {
      var rows = new ArrayList<List<Input>>();
      for (var row : json.path("items")) {
        var inputs = new ArrayList<Input>();
        var place = at + ".items[" + rows.size() + "]";
        row.forEach(one -> inputs.add(new Input(one, place + "[" + inputs.size() + "]")));
        rows.add(inputs);
      }
      return rows;
    }

    /** Itself, and every input within it. */
    Stream<Input> all() {
      return Stream.concat(Stream.of(this), items().stream().flatMap(List::stream));
    }

    boolean isFile() {
      return json.path("type").asString("").startsWith("file");
    }

    Optional<Ref> ref() {
      return json.path("ref").isObject()
          ? Optional.of(new Ref(json.path("ref")))
          : Optional.empty();
    }

    /** What is written into the flow. */
    Optional<JsonNode> value() {
      return Optional.of(json.path("value"))
          .filter(one -> !one.isMissingNode() && !one.isNull())
          .or(
              () ->
                  Optional.of(json.path("default"))
                      .filter(one -> !one.isMissingNode() && !one.isNull()));
    }
  }

  /** Where an input's value comes from. */
  record Ref(JsonNode json) {
    Optional<String> node() {
      return text("node");
    }

    Optional<String> name() {
      return text("name");
    }

    Optional<String> equal() {
      return text("equal");
    }

    List<String> conditional() {
      return json.path("conditional").valueStream().map(one -> one.asString("")).toList();
    }

    private Optional<String> text(String field) {
      return Optional.of(json.path(field).asString("")).filter(text -> !text.isEmpty());
    }
  }

  List<Input> inputs() {
    var inputs = new ArrayList<Input>();
    json.path("inputs")
        .forEach(one -> inputs.add(new Input(one, at() + ".inputs[" + inputs.size() + "]")));
    return inputs;
  }

  /** Its inputs, and those within them. */
  List<Input> allInputs() {
    return inputs().stream().flatMap(Input::all).toList();
  }

  /** Every node that it names as a source. */
  List<String> sources() {
    var sources = new ArrayList<>(texts("dependsOn"));
    for (var input : allInputs()) {
      input
          .ref()
          .ifPresent(
              ref -> {
                ref.node().filter(node -> !node.equals(WORKFLOW)).ifPresent(sources::add);
                sources.addAll(ref.conditional());
              });
    }
    return sources;
  }
}

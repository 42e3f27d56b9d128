package dev.backlot.surface.firefly;

import dev.backlot.definition.Problem;
import dev.backlot.http.Fields;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.Port;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import dev.backlot.surface.Digests;
import dev.backlot.surface.Models;
import dev.backlot.surface.StepNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The beta contract's way to say what to do: actions and the connections between them, sent along
 * with the batch. They become a workflow of ours; the same graph is the same workflow.
 */
final class Actions {
  static final String INPUT = "image";
  private static final String INPUT_IMAGES = "input-images";
  private static final int ACTIONS_MAX = 100;
  private static final int CONNECTIONS_MAX = 500;

  /** What common actions are called elsewhere; any step type of ours is an action by its name. */
  private static final Map<String, String> TYPES =
      Map.of(
          "remove-background", "image.remove-background",
          "resize", "image.resize",
          "crop", "image.crop",
          "convert", "image.convert",
          "export", "image.convert",
          "composite", "image.compose",
          "add-text", "image.text",
          "generate-image", "image.generate");

  /** What kind of task an action is, where a provider does it and the operator says which one. */
  private static final Map<String, String> KINDS =
      Map.of(
          "image.generate", "generate-image",
          "image.upscale", "upscale",
          "text.generate", "generate-text",
          "video.generate", "generate-video");

  private static final Pattern STEP = Pattern.compile("steps\\.([^.]+)(?:\\.with)?(\\..*)?");

  private final StepRegistry registry;
  private final Models models;
  private final List<Refusal.Field> mistakes;
  private final StepNames names = new StepNames();
  private final Map<String, Action> byId = new LinkedHashMap<>();
  private final List<String> images = new ArrayList<>();
  private String source = "";

  private record Action(
      String id, String step, StepType type, JsonNode parameters, String place, List<Wire> wires) {}

  /** What flows in from another action; the port is empty where the client names none. */
  private record Wire(String from, Optional<String> port) {}

  /**
   * A graph as a workflow, and the pictures it is for.
   *
   * @param source as a workflow file in JSON
   * @param places where each step of it stands in what the client sent
   */
  record Compiled(String source, List<String> images, Map<String, String> places) {
    /** A mistake in our workflow, at its place in theirs. */
    Refusal.Field field(Problem problem) {
      var step = STEP.matcher(problem.path());
      var place = step.matches() ? places.get(step.group(1)) : null;
      var inside = step.matches() && step.group(2) != null ? ".parameters" + step.group(2) : "";
      return new Refusal.Field(
          place == null ? "workflow." + problem.path() : place + inside, problem.message());
    }
  }

  private Actions(StepRegistry registry, Models models, List<Refusal.Field> mistakes) {
    this.registry = registry;
    this.models = models;
    this.mistakes = mistakes;
  }

  /** Reads the graph; what is wrong with it goes into the mistakes, and the result is of no use. */
  static Compiled compile(
      JsonNode workflow, StepRegistry registry, Models models, List<Refusal.Field> mistakes) {
    return new Actions(registry, models, mistakes).compile(workflow);
  }

  private Compiled compile(JsonNode workflow) {
    var fields = Fields.of(workflow, "workflow", mistakes, "actions", "connections", "metadata");
    metadata(fields);
    var actions = fields.required("actions", fields.list("actions"));
    actions.ifPresent(list -> each(list, "workflow.actions", ACTIONS_MAX, this::action));
    fields
        .required("connections", fields.list("connections"))
        .ifPresent(list -> each(list, "workflow.connections", CONNECTIONS_MAX, this::connection));
    if (actions.isPresent() && source.isEmpty()) {
      mistakes.add(
          new Refusal.Field("workflow.actions", "expected one action of the type " + INPUT_IMAGES));
    }
    if (actions.isPresent() && byId.isEmpty() && mistakes.isEmpty()) {
      mistakes.add(new Refusal.Field("workflow.actions", "expected an action that does something"));
    }
    var places = new LinkedHashMap<String, String>();
    byId.values().forEach(action -> places.put(action.step(), action.place()));
    return new Compiled(mistakes.isEmpty() ? file() : "", List.copyOf(images), places);
  }

  private void metadata(Fields fields) {
    fields
        .object("metadata")
        .ifPresent(
            node -> {
              var inner =
                  Fields.of(
                      node, "workflow.metadata", mistakes, "workflowId", "name", "description");
              for (var name : List.of("workflowId", "name", "description")) {
                boolean _ = inner.text(name, Parse.URL_MAX).isPresent();
              }
            });
  }

  private interface Reader {
    void read(JsonNode node, String place);
  }

  private void each(JsonNode list, String place, int most, Reader reader) {
    if (list.size() > most) {
      mistakes.add(
          new Refusal.Field(place, "expected at most " + most + " entries, but " + list.size()));
      return;
    }
    int number = 0;
    for (var node : list) {
      reader.read(node, place + "[" + number++ + "]");
    }
  }

  private void action(JsonNode node, String place) {
    var fields = Fields.of(node, place, mistakes, "id", "type", "name", "parameters");
    var id = fields.required("id", fields.text("id", Parse.NAME_MAX)).orElse("");
    var type = fields.required("type", fields.text("type", Parse.NAME_MAX));
    boolean _ = fields.text("name", Parse.NAME_MAX).isPresent();
    var parameters = fields.object("parameters").orElseGet(Json::object);
    if (id.isEmpty() || type.isEmpty()) {
      return;
    }
    if (byId.containsKey(id) || source.equals(id)) {
      mistakes.add(new Refusal.Field(place + ".id", "the id '" + id + "' stands twice"));
      return;
    }
    if (type.get().equals(INPUT_IMAGES)) {
      input(id, parameters, place);
      return;
    }
    var step = registry.find(TYPES.getOrDefault(type.get(), type.get()));
    if (step.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              place + ".type",
              "there is no action '"
                  + type.get()
                  + "' here; there is "
                  + INPUT_IMAGES
                  + ", "
                  + String.join(", ", TYPES.keySet().stream().sorted().toList())
                  + " and every step type by its name, such as image.inspect"));
      return;
    }
    var inner = step.map(Step::type).get();
    byId.put(id, new Action(id, names.of(id), inner, parameters, place, new ArrayList<>()));
  }

  private void input(String id, JsonNode parameters, String place) {
    if (!source.isEmpty()) {
      mistakes.add(
          new Refusal.Field(place + ".type", "expected one action of the type " + INPUT_IMAGES));
    }
    source = id;
    var fields = Fields.of(parameters, place + ".parameters", mistakes, "images");
    var list = fields.required("images", fields.list("images"));
    if (list.isPresent() && (list.get().isEmpty() || list.get().size() > Parse.ASSETS_MAX)) {
      mistakes.add(
          new Refusal.Field(
              place + ".parameters.images",
              "expected 1 to " + Parse.ASSETS_MAX + " images, but " + list.get().size()));
      return;
    }
    list.ifPresent(all -> each(all, place + ".parameters.images", Parse.ASSETS_MAX, this::image));
  }

  /** An address, or an object that holds one. */
  private void image(JsonNode node, String place) {
    if (node.isString()) {
      images.add(node.stringValue());
      return;
    }
    var fields =
        Fields.of(node, place, mistakes, "presignedUrl", "url", "href", "storageType", "storage");
    boolean _ = fields.text("storageType", Parse.NAME_MAX).isPresent();
    boolean _ = fields.text("storage", Parse.NAME_MAX).isPresent();
    var url =
        fields
            .text("presignedUrl", Parse.URL_MAX)
            .or(() -> fields.text("url", Parse.URL_MAX))
            .or(() -> fields.text("href", Parse.URL_MAX));
    url.ifPresentOrElse(
        images::add,
        () -> mistakes.add(new Refusal.Field(place, "expected an address as presignedUrl")));
  }

  private void connection(JsonNode node, String place) {
    var fields = Fields.of(node, place, mistakes, "id", "from", "to", "source", "target", "input");
    boolean _ = fields.text("id", Parse.NAME_MAX).isPresent();
    var from = end(fields, "from", "source", place);
    var to = end(fields, "to", "target", place);
    if (from.isEmpty() || to.isEmpty()) {
      return;
    }
    if (!byId.containsKey(from.get()) && !source.equals(from.get())) {
      mistakes.add(new Refusal.Field(place, "there is no action '" + from.get() + "'"));
      return;
    }
    var target = byId.get(to.get());
    if (target == null) {
      mistakes.add(
          new Refusal.Field(place, "there is no action '" + to.get() + "' that takes anything"));
      return;
    }
    target.wires().add(new Wire(from.get(), fields.text("input", Parse.NAME_MAX)));
  }

  private Optional<String> end(Fields fields, String name, String alias, String place) {
    var found = fields.text(name, Parse.NAME_MAX).or(() -> fields.text(alias, Parse.NAME_MAX));
    if (found.isEmpty()) {
      mistakes.add(new Refusal.Field(place + "." + name, "expected the id of an action"));
    }
    return found;
  }

  private String file() {
    var steps = Json.object();
    var outputs = Json.object();
    for (var action : byId.values()) {
      steps.set(action.step(), step(action));
    }
    var used = new LinkedHashSet<String>();
    byId.values().forEach(action -> action.wires().forEach(wire -> used.add(wire.from())));
    for (var action : byId.values()) {
      if (!used.contains(action.id())) {
        // what nothing else takes is the result
        var output = file(action.type().outputs()).or(() -> first(action.type().outputs()));
        output.ifPresent(
            port ->
                outputs.put(
                    action.step(), "${{ steps." + action.step() + "." + port.name() + " }}"));
      }
    }
    var inputs = Json.object().put(INPUT, "image");
    var graph = Json.object();
    // the dialect shows what each step made
    graph.put("intermediates", "keep");
    graph.set("inputs", inputs);
    graph.set("steps", steps);
    graph.set("outputs", outputs);
    var file = Json.object().put("name", Ids.SENT_PREFIX + Digests.of(Json.text(graph)));
    file.setAll(graph);
    return Json.text(file);
  }

  private ObjectNode step(Action action) {
    var with = Json.object();
    for (var parameter : action.parameters().properties()) {
      if (parameter.getValue().toString().contains("${{")) {
        mistakes.add(
            new Refusal.Field(
                action.place() + ".parameters." + parameter.getKey(),
                "expected a plain value, but it holds an expression"));
      }
      with.set(parameter.getKey(), parameter.getValue());
    }
    for (var wire : action.wires()) {
      wire(action, wire, with);
    }
    usual(action, with);
    var step = Json.object().put("uses", action.type().name());
    step.set("with", with);
    return step;
  }

  /** Who does it and with which model, where the client leaves that to the operator. */
  private void usual(Action action, ObjectNode with) {
    if (!with.has("provider") && !with.has("model")) {
      Optional.ofNullable(KINDS.get(action.type().name()))
          .flatMap(models::of)
          .ifPresent(model -> with.put("provider", model.provider()).put("model", model.model()));
    }
  }

  /** Into the port that the client names, else into the first one for files that is still free. */
  private void wire(Action action, Wire wire, ObjectNode with) {
    var free =
        action.type().parameters().stream()
            .filter(port -> Parse.isFile(port) && !with.has(port.name()))
            .findFirst();
    var target = wire.port().flatMap(name -> action.type().parameter(name));
    if (wire.port().isPresent() && target.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              action.place(), action.type().name() + " takes no '" + wire.port().get() + "'"));
      return;
    }
    target
        .or(() -> free)
        .ifPresentOrElse(
            port -> with.put(port.name(), "${{ " + origin(wire) + " }}"),
            () ->
                mistakes.add(
                    new Refusal.Field(
                        action.place(), action.type().name() + " takes no further picture")));
  }

  private String origin(Wire wire) {
    var from = byId.get(wire.from());
    if (from == null) {
      return "inputs." + INPUT;
    }
    var port = file(from.type().outputs()).or(() -> first(from.type().outputs()));
    return "steps." + from.step() + "." + port.map(Port::name).orElse("");
  }

  private static Optional<Port> file(List<Port> ports) {
    return ports.stream().filter(Parse::isFile).findFirst();
  }

  private static Optional<Port> first(List<Port> ports) {
    return ports.stream().findFirst();
  }
}

package dev.backlot.surface.sartiq;

import dev.backlot.definition.Problem;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.Port;
import dev.backlot.model.Value;
import dev.backlot.step.StepType;
import dev.backlot.surface.Digests;
import dev.backlot.surface.MainOutputs;
import dev.backlot.surface.Models;
import dev.backlot.surface.StepNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a workflow of ours from a client's; the same graph is the same workflow. */
final class Compiler {
  /** Workflows that were sent by clients of this dialect. */
  static final String PREFIX = "sartiq-";

  private static final List<String> MODEL_FIELDS =
      List.of("model", "model_id", "fal_app_id", "app_id");
  private static final List<String> SIZES =
      List.of("width", "height", "size", "image_size", "aspect_ratio");
  private static final int SIZE_DEFAULT = 1_024;
  private static final Pattern PLACE = Pattern.compile("steps\\.([a-z0-9_]+)(?:\\.with\\.(.+))?.*");

  private final TaskTypes types;
  private final Models models;
  private final List<Refusal.Field> mistakes;
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final ObjectNode ports = Json.object();
  private final Map<String, Made> made = new LinkedHashMap<>();

  /** A step of ours, and what it is a step of theirs. */
  private record Made(Definition.Task task, StepType type) {}

  /**
   * A workflow of ours.
   *
   * @param tasks the client's steps, with what they are called here
   * @param inputs files that its steps name by their addresses
   */
  record Compiled(String source, List<Definition.Task> tasks, Map<String, Value> inputs) {}

  Compiler(TaskTypes types, Models models, List<Refusal.Field> mistakes) {
    this.types = types;
    this.models = models;
    this.mistakes = mistakes;
  }

  /** What is wrong goes into the mistakes, and the result is of no use then. */
  Compiled compile(Definition definition) {
    var names = new StepNames();
    var tasks = new ArrayList<Definition.Task>();
    for (var task : definition.steps()) {
      tasks.add(named(task, names.of(task.stepId()), "steps[" + tasks.size() + "]"));
    }
    if (!mistakes.isEmpty()) {
      return new Compiled("", tasks, Map.of());
    }
    var steps = Json.object();
    int number = 0;
    for (var one : made.values()) {
      steps.set(one.task().name(), step(one, "steps[" + number++ + "]"));
    }
    var graph = Json.object();
    // the dialect shows what each step made
    graph.put("intermediates", "keep");
    if (!ports.isEmpty()) {
      graph.set("inputs", ports);
    }
    graph.set("steps", steps);
    graph.set("outputs", outputs());
    var file = Json.object().put("name", PREFIX + Digests.of(Json.text(graph)));
    file.setAll(graph);
    return new Compiled(Json.text(file), tasks, inputs);
  }

  private Definition.Task named(Definition.Task task, String name, String place) {
    return switch (types.find(task.taskType())) {
      case TaskTypes.Done.Not(var why) -> {
        mistakes.add(new Refusal.Field(place + ".task_type", why));
        yield task;
      }
      case TaskTypes.Done.By(var type, _) -> {
        var output = MainOutputs.of(type).map(Port::name).orElse("");
        var renamed =
            new Definition.Task(
                task.id(),
                task.stepId(),
                task.taskType(),
                task.config(),
                task.dependsOn(),
                task.inputMappings(),
                task.maxRetries(),
                task.providerConfig(),
                task.activeProviderCapabilities(),
                task.fallbackProviderType(),
                task.fallbackProviderConfig(),
                task.fallbackProviderCapabilities(),
                name,
                output);
        made.put(task.stepId(), new Made(renamed, type));
        yield renamed;
      }
    };
  }

  private ObjectNode step(Made one, String place) {
    var task = one.task();
    var kind =
        types.find(task.taskType()) instanceof TaskTypes.Done.By(_, var found)
            ? found
            : Optional.<String>empty();
    var step = Json.object().put("uses", one.type().name());
    if (!task.dependsOn().isEmpty()) {
      var needs = step.putArray("needs");
      for (var id : task.dependsOn()) {
        var needed = made.get(id);
        if (needed != null) {
          needs.add(needed.task().name());
        }
      }
    }
    var with = with(one, kind.isPresent(), place);
    size(task, with);
    var own = with.deepCopy();
    if (kind.isPresent()) {
      provider(one, kind.get(), own, place);
      checkPicture(task, kind.get(), own, place);
    }
    step.set("with", own);
    retry(step, task);
    task.fallbackProviderType()
        .ifPresent(name -> step.set("fallback", fallback(one, name, with, place)));
    return step;
  }

  private void checkPicture(Definition.Task task, String kind, ObjectNode with, String place) {
    if (TaskTypes.needsPicture(kind) && !with.has("image")) {
      mistakes.add(
          new Refusal.Field(
              place + ".config",
              task.taskType()
                  + " needs a picture: say base_image_url, or map an earlier step's"
                  + " result_image_path to it"));
    }
  }

  /** A picture is a square of 1,024 pixels where nothing is said of its size. */
  private static void size(Definition.Task task, ObjectNode with) {
    boolean isSaid =
        SIZES.stream().anyMatch(name -> with.has(name) || with.path("options").has(name));
    if (task.taskType().equals("GENERATION") && !isSaid && !with.has("image")) {
      with.put("width", SIZE_DEFAULT).put("height", SIZE_DEFAULT);
    }
  }

  /** Every attempt but the first is a retry: at once longer and longer, up to a minute. */
  private static void retry(ObjectNode step, Definition.Task task) {
    step.putObject("retry")
        .put("attempts", task.maxRetries() + 1)
        .put("backoff", "exponential")
        .put("delay", "1s")
        .put("delay-max", "60s");
  }

  private ObjectNode fallback(Made one, String provider, ObjectNode with, String place) {
    var own = with.deepCopy();
    boolean paid = one.type().parameter("provider").isPresent();
    var type = types.find(paid ? one.task().taskType() : "GENERATION");
    if (type instanceof TaskTypes.Done.By(var generate, _)) {
      var config = one.task().fallbackProviderConfig().orElseGet(Json::object);
      own.properties().stream()
          .map(Map.Entry::getKey)
          .filter(name -> generate.parameter(name).isEmpty())
          .toList()
          .forEach(own::remove);
      choose(own, provider, config, place + ".fallback_provider_config", generate, one.task());
      var fallback = Json.object().put("uses", generate.name());
      fallback.set("with", own);
      retry(fallback, one.task());
      return fallback;
    }
    mistakes.add(
        new Refusal.Field(place + ".fallback_provider_type", "this Backlot calls no providers"));
    return own;
  }

  private void provider(Made one, String kind, ObjectNode with, String place) {
    var task = one.task();
    var config = task.providerConfig().orElseGet(Json::object);
    var name = config.path("provider_type").asString("");
    if (!name.isEmpty()) {
      choose(with, name, config, place + ".provider_config", one.type(), task);
      return;
    }
    var usual = models.of(kind);
    if (usual.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              place + ".provider_config",
              "nobody is named who does "
                  + task.taskType()
                  + ": name provider_type and model, or have the operator set defaults."
                  + kind
                  + " in the providers file (backlot serve --providers)"));
      return;
    }
    prompt(with, one.type(), task);
    with.put("provider", usual.get().provider()).put("model", usual.get().model());
  }

  private void choose(
      ObjectNode with,
      String provider,
      JsonNode config,
      String place,
      StepType type,
      Definition.Task task) {
    var model =
        MODEL_FIELDS.stream()
            .map(field -> config.path(field).asString(""))
            .filter(text -> !text.isEmpty())
            .findFirst();
    if (model.isEmpty()) {
      mistakes.add(
          new Refusal.Field(place, "expected a model: one of " + String.join(", ", MODEL_FIELDS)));
    }
    for (var entry : config.properties()) {
      if (!entry.getKey().equals("provider_type") && !MODEL_FIELDS.contains(entry.getKey())) {
        options(with).set(entry.getKey(), plain(entry.getValue()));
      }
    }
    prompt(with, type, task);
    with.put("provider", provider.toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("model", model.orElse(""));
  }

  /** A model that needs no words gets the name of its task. */
  private static void prompt(ObjectNode with, StepType type, Definition.Task task) {
    if (type.parameter("prompt").isPresent() && !with.has("prompt")) {
      with.put("prompt", task.taskType().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
  }

  private static ObjectNode options(ObjectNode with) {
    if (with.has("options")) {
      // what is no object stays where it is, and the step says so
      return with.path("options") instanceof ObjectNode given ? given : Json.object();
    }
    return with.putObject("options");
  }

  /** What the client says of a step, as our step takes it; a mapping overrides the config. */
  private ObjectNode with(Made one, boolean paid, String place) {
    var with = Json.object();
    for (var field : one.task().config().properties()) {
      set(with, one, field.getKey(), config(one, field), paid, place + ".config");
    }
    int number = 0;
    for (var mapping : one.task().inputMappings()) {
      var inside = place + ".input_mappings[" + number++ + "]";
      var from = made.get(mapping.fromStep());
      var output = from == null ? none() : TaskTypes.output(from.type(), mapping.fromField());
      if (from == null || output.isEmpty()) {
        mistakes.add(
            new Refusal.Field(
                inside + ".from_field",
                "step '" + mapping.fromStep() + "' puts out no " + mapping.fromField()));
        continue;
      }
      var source = "steps." + from.task().name() + "." + output.get();
      var value = Json.MAPPER.getNodeFactory().stringNode("${{ " + mapped(source, mapping) + " }}");
      set(with, one, mapping.toField(), value, paid, inside + ".to_field");
    }
    return with;
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static String mapped(String source, Definition.Mapping mapping) {
    return switch (mapping.transform().orElse("")) {
      case "FIRST" -> source + "[0]";
      case "LAST" -> source + "[size(" + source + ") - 1]";
      case "JOIN" -> source + ".join(', ')";
      case "TO_LIST" -> "[" + source + "]";
      case "TO_STRING" -> "string(" + source + ")";
      default -> source;
    };
  }

  private void set(
      ObjectNode with, Made one, String field, JsonNode value, boolean paid, String place) {
    var parameter = TaskTypes.parameter(one.type(), field);
    if (parameter.isPresent()) {
      with.set(parameter.get(), value);
    } else if (paid) {
      // what only the model knows
      options(with).set(field, value);
    } else {
      mistakes.add(new Refusal.Field(place, one.task().taskType() + " takes no '" + field + "'"));
    }
  }

  /** An address where a file is expected is a file to be fetched. */
  private JsonNode config(Made one, Map.Entry<String, JsonNode> field) {
    var port = TaskTypes.parameter(one.type(), field.getKey()).flatMap(one.type()::parameter);
    var text = field.getValue().asString("");
    var source = new Value.Source(text);
    if (port.filter(found -> found.type().isMedia()).isEmpty() || !source.isAddress()) {
      return plain(field.getValue());
    }
    var input = one.task().name() + "_" + port.get().name();
    ports.put(input, port.get().type().word());
    inputs.put(input, source);
    return Json.MAPPER.getNodeFactory().stringNode("${{ inputs." + input + " }}");
  }

  /** Text is text here, whatever it looks like. */
  private static JsonNode plain(JsonNode value) {
    return value.isString() || value.isArray() || value.isObject()
        ? Json.MAPPER.readTree(Json.text(value).replace("${{", "$${{"))
        : value;
  }

  /** What no other step takes is the result. */
  private ObjectNode outputs() {
    Set<String> used = new LinkedHashSet<>();
    made.values().forEach(one -> used.addAll(one.task().dependsOn()));
    var outputs = Json.object();
    for (var one : made.values()) {
      if (!used.contains(one.task().stepId()) && !one.task().output().isEmpty()) {
        outputs.put(
            one.task().name(),
            "${{ steps." + one.task().name() + "." + one.task().output() + " }}");
      }
    }
    return outputs;
  }

  /** A mistake in our workflow, at its place in theirs. */
  static Refusal.Field field(Problem problem, List<Definition.Task> tasks) {
    var place = PLACE.matcher(problem.path());
    if (place.matches()) {
      for (int i = 0; i < tasks.size(); i++) {
        if (tasks.get(i).name().equals(place.group(1))) {
          var parameter = Optional.ofNullable(place.group(2)).map(name -> ".config." + name);
          return new Refusal.Field("steps[" + i + "]" + parameter.orElse(""), problem.message());
        }
      }
    }
    return new Refusal.Field("steps", problem.message());
  }
}

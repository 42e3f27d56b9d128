package dev.backlot.surface.wiserows;

import dev.backlot.definition.Problem;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.PortType;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.surface.Digests;
import dev.backlot.surface.MainOutputs;
import dev.backlot.surface.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a workflow of ours from a chain of steps over entities of a type. What a step finds out is
 * kept with the entity at once, by a step of its own; a condition that does not hold ends the
 * chain.
 */
final class Compiler {
  private static final String PREFIX = "wiserows-";
  private static final Pattern PLACE = Pattern.compile("steps\\.s(\\d+)(?:_save)?(?:\\..*)?");

  private final StepRegistry registry;
  private final Models models;
  private final Definition.EntityType type;
  private final List<Refusal.Field> mistakes;
  private final Refs refs;
  private final ObjectNode steps = Json.object();
  private final ObjectNode outputs = Json.object();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Kind> kinds = new TreeMap<>();
  private Optional<String> previous = Optional.empty();

  /** How a type of step is made: it reads its config, adds its step and says what it wrote. */
  private interface Kind {
    void add(String name, Config config);
  }

  Compiler(
      StepRegistry registry,
      Models models,
      Definition.EntityType type,
      List<Refusal.Field> mistakes) {
    this.registry = registry;
    this.models = models;
    this.type = type;
    this.mistakes = mistakes;
    this.refs = new Refs(type, mistakes);
    kinds.put("ai_generate", this::generate);
    kinds.put("validate", this::validate);
    kinds.put("publish", this::publish);
    kinds.put("notify", this::tell);
    kinds.put("transform", this::transform);
    kinds.put("condition", this::condition);
  }

  /** The source; what is wrong goes into the mistakes, and the result is of no use then. */
  String compile(List<Definition.Step> chain) {
    for (int i = 0; i < chain.size(); i++) {
      var step = chain.get(i);
      var config = new Config(step.config(), "steps[" + i + "].config", mistakes);
      var name = "s" + (i + 1);
      var kind = kinds.get(step.type());
      if (kind != null) {
        kind.add(name, config);
      } else {
        registry
            .find(step.type())
            .map(Step::type)
            .ifPresentOrElse(own -> any(name, own, config), () -> unknown(step, config));
      }
    }
    var graph = Json.object();
    // the dialect shows what each step made
    graph.put("intermediates", "keep");
    var inputs = graph.putObject("inputs");
    inputs.put(Refs.ID_INPUT, "text");
    Refs.inputs(type)
        .forEach(
            (field, input) ->
                inputs
                    .putObject(input)
                    .put("type", type.field(field).orElseThrow().port().word())
                    .put("required", false));
    graph.set("steps", steps);
    graph.set("outputs", outputs);
    var file = Json.object().put("name", PREFIX + Digests.of(Json.text(graph)));
    file.setAll(graph);
    return Json.text(file);
  }

  private void unknown(Definition.Step step, Config config) {
    mistakes.add(
        new Refusal.Field(
            config.place().replace(".config", ".type"),
            "there is no step type '"
                + step.type()
                + "'; there is "
                + String.join(", ", kinds.keySet())
                + " and every step type of Backlot by its name, such as image.resize"));
  }

  /** Puts a step at the end of the chain. */
  private ObjectNode add(String name, String uses) {
    var step = steps.putObject(name).put("uses", uses);
    previous.ifPresent(before -> step.put("needs", before));
    if (!conditions.isEmpty()) {
      step.put("when", String.join(" && ", conditions));
    }
    previous = Optional.of(name);
    return step;
  }

  /** From here on the field is what the step put out, also in the entity. */
  private void writes(String name, String field, String output, Config config) {
    if (type.field(field).isEmpty()) {
      refs.of(field, config.place() + ".targetField");
      return;
    }
    var expression = "steps." + name + "." + output;
    refs.written(field, expression);
    outputs.put(Refs.inputs(type).get(field), "${{ " + expression + " }}");
    var with = add(name + "_save", "record.update").putObject("with");
    with.put("id", "${{ inputs." + Refs.ID_INPUT + " }}");
    with.putObject("fields").put(field, "${{ " + expression + " }}");
  }

  private void generate(String name, Config config) {
    config.know("prompt", "targetField", "provider", "model", "system", "maxTokens", "options");
    var prompt = config.text("prompt");
    var target = config.text("targetField");
    if (prompt.isEmpty() || target.isEmpty()) {
      return;
    }
    var port = type.field(target.get()).map(Definition.Field::port).orElse(PortType.TEXT);
    boolean draws = port == PortType.IMAGE;
    if (!draws && port != PortType.TEXT) {
      config.mistake("targetField", "expected a field of type text or image, but " + port.word());
    }
    var step = add(name, draws ? "image.generate" : "text.generate");
    var with = step.putObject("with");
    who(config, draws ? "generate-image" : "generate-text")
        .ifPresent(choice -> with.put("provider", choice.provider()).put("model", choice.model()));
    with.put("prompt", refs.text(prompt.get(), config.place("prompt")));
    if (!draws) {
      config
          .optionalText("system")
          .ifPresent(text -> with.put("system", refs.text(text, config.place("system"))));
      config.number("maxTokens").ifPresent(most -> with.set("max_tokens", most));
    }
    config.object("options").ifPresent(given -> with.set("options", plain(given)));
    writes(name, target.get(), draws ? "image" : "text", config);
  }

  private Optional<Models.Choice> who(Config config, String kind) {
    var provider = config.optionalText("provider");
    var model = config.optionalText("model");
    var usual = models.of(kind);
    var choice =
        provider.isPresent() && model.isPresent()
            ? Optional.of(new Models.Choice(provider.get(), model.get()))
            : usual.map(
                one ->
                    new Models.Choice(provider.orElse(one.provider()), model.orElse(one.model())));
    if (choice.isEmpty()) {
      config.mistake(
          "provider",
          "nobody is named who generates: name provider and model, or have the operator set"
              + " defaults."
              + kind
              + " in the providers file (backlot serve --providers)");
    }
    return choice;
  }

  private void validate(String name, Config config) {
    config.know("rules");
    var rules = config.list("rules");
    var that = Json.MAPPER.createArrayNode();
    for (int i = 0; i < rules.size(); i++) {
      var rule = new Config(rules.get(i), config.place("rules") + "[" + i + "]", mistakes);
      rule.know("field", "rule", "value", "message");
      var field = rule.text("field");
      var words = rule.text("rule");
      if (field.isPresent() && words.isPresent()) {
        var value = rule.get("value");
        var check = that.addObject();
        check.put("expect", compare(rule, "rule", words.get(), field.get(), value));
        check.put(
            "message",
            rule.optionalText("message")
                .map(text -> refs.text(text, rule.place("message")))
                .orElseGet(
                    () ->
                        (field.get() + ": expected it " + Comparisons.words(words.get(), value))
                            .replace("${{", "$${{")));
      }
    }
    if (that.isEmpty()) {
      config.mistake("rules", "expected at least one rule");
    }
    add(name, "check").putObject("with").set("that", that);
  }

  private String compare(
      Config config, String word, String comparison, String field, JsonNode value) {
    if (!Comparisons.isKnown(comparison)) {
      config.mistake(
          word,
          "expected one of "
              + String.join(", ", Comparisons.names())
              + ", but '"
              + comparison
              + "'");
      return "false";
    }
    var cel = Comparisons.cel(comparison, refs.of(field, config.place("field")), value);
    if (cel.isEmpty()) {
      config.mistake("value", "'" + comparison + "' cannot be asked with " + Json.text(value));
    }
    return cel.orElse("false");
  }

  /** A folder of this world is the entity's mark; an address is called. */
  private void publish(String name, Config config) {
    config.know("target", "status");
    var target = config.text("target");
    if (target.isEmpty()) {
      return;
    }
    if (target.get().startsWith("http://") || target.get().startsWith("https://")) {
      var with = add(name, "http.request").putObject("with");
      with.put("url", target.get().replace("${{", "$${{")).put("method", "POST");
      var body = with.putObject("body");
      body.put("id", "${{ inputs." + Refs.ID_INPUT + " }}");
      var fields = body.putObject("fields");
      type.fields()
          .forEach(
              field ->
                  fields.put(field.name(), "${{ " + refs.of(field.name(), config.place()) + " }}"));
    }
    var marked = steps.has(name) ? name + "_save" : name;
    var with = add(marked, "record.update").putObject("with");
    with.put("id", "${{ inputs." + Refs.ID_INPUT + " }}");
    with.putObject("marks")
        .put("status", config.optionalText("status").orElse("published").replace("${{", "$${{"))
        .put(Render.PUBLISHED + target.get(), true);
  }

  private void tell(String name, Config config) {
    config.know("channel", "to", "message");
    var channel = config.text("channel");
    var to = config.text("to");
    var message = config.text("message");
    if (channel.isEmpty() || to.isEmpty() || message.isEmpty()) {
      return;
    }
    var with = add(name, "http.request").putObject("with");
    with.put("url", to.get().replace("${{", "$${{")).put("method", "POST");
    var text = refs.text(message.get(), config.place("message"));
    switch (channel.get()) {
      case "slack" -> with.putObject("body").put("text", text);
      case "webhook" ->
          with.putObject("body")
              .put("entityId", "${{ inputs." + Refs.ID_INPUT + " }}")
              .put("message", text);
      default ->
          config.mistake(
              "channel",
              "expected webhook or slack, each with an address in 'to', but '"
                  + channel.get()
                  + "'; mail is sent by a step of the type notify.email");
    }
    if (!to.get().matches("https?://\\S+")) {
      config.mistake("to", "expected an address such as https://hooks.example.com/1");
    }
  }

  private void transform(String name, Config config) {
    config.know("field", "targetField", "expression");
    var field = config.has("targetField") ? config.text("targetField") : config.text("field");
    var expression = config.text("expression");
    if (field.isEmpty() || expression.isEmpty()) {
      return;
    }
    var value =
        expression.get().contains("{{")
            ? refs.text(expression.get(), config.place("expression"))
            : "${{ " + refs.expression(expression.get(), config.place("expression")) + " }}";
    add(name, "transform").putObject("with").put("value", value);
    writes(name, field.get(), "value", config);
  }

  private void condition(String name, Config config) {
    config.know("field", "operator", "value", "onFalse");
    var field = config.text("field");
    var operator = config.text("operator");
    var otherwise = config.optionalText("onFalse").orElse("skip_rest");
    if (field.isEmpty() || operator.isEmpty()) {
      return;
    }
    var cel = compare(config, "operator", operator.get(), field.get(), config.get("value"));
    switch (otherwise) {
      case "skip_rest" -> {
        add(name, "transform").putObject("with").put("value", "${{ " + cel + " }}");
        conditions.add("steps." + name + ".value == true");
      }
      case "fail" -> {
        var that = add(name, "check").putObject("with").putArray("that");
        that.addObject()
            .put("expect", cel)
            .put(
                "message",
                (field.get()
                        + ": expected it "
                        + Comparisons.words(operator.get(), config.get("value")))
                    .replace("${{", "$${{"));
      }
      default -> config.mistake("onFalse", "expected skip_rest or fail, but '" + otherwise + "'");
    }
  }

  /** A step of ours by its name: its parameters are the config, and {@code targetField}. */
  private void any(String name, dev.backlot.step.StepType own, Config config) {
    var with = add(name, own.name()).putObject("with");
    for (var entry : config.node().properties()) {
      if (!entry.getKey().equals("targetField")) {
        with.set(entry.getKey(), filled(entry.getValue(), config.place(entry.getKey())));
      }
    }
    config
        .optionalText("targetField")
        .ifPresent(
            target ->
                MainOutputs.of(own)
                    .ifPresent(output -> writes(name, target, output.name(), config)));
  }

  private JsonNode filled(JsonNode value, String place) {
    return switch (value) {
      case ArrayNode list -> {
        var filled = Json.MAPPER.createArrayNode();
        list.forEach(one -> filled.add(filled(one, place)));
        yield filled;
      }
      case ObjectNode object -> {
        var filled = Json.object();
        object.properties().forEach(one -> filled.set(one.getKey(), filled(one.getValue(), place)));
        yield filled;
      }
      default ->
          value.isString()
              ? Json.MAPPER.getNodeFactory().stringNode(refs.text(value.stringValue(), place))
              : value;
    };
  }

  private static JsonNode plain(JsonNode value) {
    return Json.MAPPER.readTree(Json.text(value).replace("${{", "$${{"));
  }

  /** A mistake in our workflow, at its place in theirs. */
  static Refusal.Field field(Problem problem) {
    var place = PLACE.matcher(problem.path());
    return new Refusal.Field(
        place.matches() ? "steps[" + (Integer.parseInt(place.group(1)) - 1) + "].config" : "steps",
        problem.message());
  }
}

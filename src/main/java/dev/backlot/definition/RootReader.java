package dev.backlot.definition;

import dev.backlot.expression.Scope;
import dev.backlot.expression.Standpoint;
import dev.backlot.model.Port;
import dev.backlot.model.StepId;
import dev.backlot.model.Template;
import dev.backlot.model.Workflow;
import dev.backlot.step.StepRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the tree of one file: first what every name stands for, then what uses the names. */
final class RootReader {
  static final List<String> KEYS =
      List.of("name", "description", "intermediates", "inputs", "steps", "outputs");

  /** Whether every step writes what it made, though nobody but the next one looks at it. */
  private static final Map<String, Boolean> INTERMEDIATES =
      new TreeMap<>(Map.of("join", false, "keep", true));

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final int DESCRIPTION_MAX = 10_000;

  private final Field root;
  private final Map<String, Field> fields;
  private final StepRegistry registry;
  private final PublishedWorkflows published;

  RootReader(Field root, StepRegistry registry, PublishedWorkflows published) {
    this.root = root;
    this.fields = root.fields(KEYS);
    this.registry = registry;
    this.published = published;
  }

  /** Only to be used when no problem was noted. */
  Definition read(String source) {
    var name = name();
    var description = find("description").flatMap(RootReader::description).orElse("");
    var inputs = inputs();
    var heads = heads();
    var scope = new Scope(inputs);
    var expressions = new Expressions(scope);
    new Declarations(scope, expressions).add(heads);
    var steps = new StepReader(expressions, places(heads), Standpoint.TOP).read(heads).steps();
    var outputs = outputs(expressions);
    CallReader.checkFallbacks(heads, expressions);
    var joined =
        keepsIntermediates()
            ? steps
            : new JoinedSteps(expressions, registry).mark(steps, outputs.values());
    return new Definition(
        new Workflow(name, description, inputs, joined, outputs),
        expressions.programs(),
        ports(outputs, new TemplateTypes(expressions)),
        nested(heads),
        source);
  }

  private static List<Port> ports(Map<String, Template> outputs, TemplateTypes types) {
    return outputs.entrySet().stream()
        .map(output -> TemplateTypes.port(output.getKey(), types.of(output.getValue()), ""))
        .toList();
  }

  private String name() {
    var field = fields.get("name");
    if (field == null) {
      missing("name");
      return "";
    }
    var name = field.text();
    if (name.filter(text -> !NAME.matcher(text).matches()).isPresent()) {
      field.refuse(
          "expected a name of 1 to 63 characters a-z, 0-9 and -, but '" + name.get() + "'");
    }
    return name.orElse("");
  }

  private void missing(String key) {
    if (root.node() instanceof Node.Mapping) {
      root.refuse("missing '" + key + "'");
    }
  }

  private boolean keepsIntermediates() {
    return find("intermediates").flatMap(field -> field.choice(INTERMEDIATES)).orElse(false);
  }

  private static Optional<String> description(Field field) {
    var text = field.text();
    if (text.filter(words -> words.length() > DESCRIPTION_MAX).isPresent()) {
      field.refuse("expected at most 10,000 characters, but " + text.get().length());
    }
    return text;
  }

  private Map<String, Port> inputs() {
    var inputs = new LinkedHashMap<String, Port>();
    named("inputs", Workflow.INPUTS_MAX)
        .forEach(
            (name, field) -> {
              FieldName.check(field, name);
              inputs.put(name, InputReader.read(name, field));
            });
    return inputs;
  }

  private Map<String, Field> named(String key, int most) {
    var field = find(key);
    var named = field.map(Field::fields).orElse(Map.of());
    if (named.size() > most) {
      field.get().refuse("expected at most " + most + " " + key + ", but " + named.size());
    }
    return named;
  }

  private List<StepHead> heads() {
    var steps = find("steps");
    if (steps.isEmpty()) {
      missing("steps");
      return List.of();
    }
    return new HeadReader(registry, published).read(steps.get());
  }

  private static Map<String, Standpoint> places(List<StepHead> heads) {
    var places = new LinkedHashMap<String, Standpoint>();
    for (var head : heads) {
      places.put(head.id().value(), head.at());
      places.putAll(places(head.body()));
    }
    return places;
  }

  private static Map<StepId, Definition> nested(List<StepHead> heads) {
    var nested = new LinkedHashMap<StepId, Definition>();
    for (var head : heads) {
      head.nested().ifPresent(found -> nested.put(head.id(), found.definition()));
      nested.putAll(nested(head.body()));
    }
    return nested;
  }

  private Map<String, Template> outputs(Expressions expressions) {
    var templates = new TemplateReader(expressions);
    var outputs = new LinkedHashMap<String, Template>();
    named("outputs", Workflow.OUTPUTS_MAX)
        .forEach(
            (name, field) -> {
              FieldName.check(field, name);
              templates.read(field).ifPresent(template -> outputs.put(name, template));
            });
    return outputs;
  }

  private Optional<Field> find(String key) {
    return Optional.ofNullable(fields.get(key)).filter(field -> !field.isNothing());
  }
}

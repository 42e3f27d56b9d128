package dev.backlot.definition;

import dev.backlot.expression.Scope;
import dev.backlot.model.Port;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Workflow;
import dev.backlot.step.StepRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the tree of one file: first what every name stands for, then what uses the names. */
final class RootReader {
  static final List<String> KEYS = List.of("name", "description", "inputs", "steps", "outputs");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final int DESCRIPTION_MAX = 10_000;

  private final Field root;
  private final Map<String, Field> fields;
  private final StepRegistry registry;

  RootReader(Field root, StepRegistry registry) {
    this.root = root;
    this.fields = root.fields(KEYS);
    this.registry = registry;
  }

  /** Only to be used when no problem was noted. */
  Definition read(String source) {
    var name = name();
    var description = find("description").flatMap(RootReader::description).orElse("");
    var inputs = inputs();
    var heads = heads();
    var expressions = new Expressions(new Scope(inputs, outputs(heads)));
    var steps = steps(heads, expressions);
    var outputs = outputs(expressions);
    return new Definition(
        new Workflow(name, description, inputs, steps, outputs),
        expressions.programs(),
        Map.of(),
        source);
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

  private Map<String, Optional<StepHead>> heads() {
    var heads = new LinkedHashMap<String, Optional<StepHead>>();
    named("steps", Workflow.STEPS_MAX).forEach((id, field) -> heads.put(id, head(id, field)));
    if (find("steps").isEmpty()) {
      missing("steps");
    } else if (heads.isEmpty() && find("steps").get().node() instanceof Node.Mapping) {
      find("steps").get().refuse("expected at least one step");
    }
    return heads;
  }

  private Optional<StepHead> head(String id, Field field) {
    if (id.equals(StepId.INPUTS.value())) {
      field.refuse(field.key(), "the step id 'inputs' is reserved, choose another");
      return Optional.empty();
    }
    return FieldName.check(field, id)
        ? Optional.of(StepHead.read(new StepId(id), field, registry))
        : Optional.empty();
  }

  private static Map<String, Optional<List<Port>>> outputs(Map<String, Optional<StepHead>> heads) {
    var outputs = new LinkedHashMap<String, Optional<List<Port>>>();
    heads.forEach(
        (id, head) ->
            outputs.put(id, head.flatMap(StepHead::step).map(step -> step.type().outputs())));
    return outputs;
  }

  private static Map<StepId, StepSpec> steps(
      Map<String, Optional<StepHead>> heads, Expressions expressions) {
    var reader = new StepReader(expressions, heads.keySet());
    var steps = new LinkedHashMap<StepId, StepSpec>();
    var fields = new LinkedHashMap<StepId, Field>();
    for (var head : heads.values().stream().flatMap(Optional::stream).toList()) {
      steps.put(head.id(), reader.read(head));
      fields.put(head.id(), head.field());
    }
    StepCycles.check(steps, fields);
    return steps;
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

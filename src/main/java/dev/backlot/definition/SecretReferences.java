package dev.backlot.definition;

import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.model.Workflow;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which secrets a workflow names as {@code {secret: NAME}}, at any depth of its steps. */
public final class SecretReferences {
  private static final String SECRET = "secret";
  private final Set<String> names = new TreeSet<>();

  private SecretReferences() {}

  /** In alphabetical order; names that only a run makes up are not among them. */
  public static Set<String> of(Workflow workflow) {
    var references = new SecretReferences();
    workflow.steps().values().forEach(references::step);
    return references.names;
  }

  private void step(StepSpec step) {
    switch (step.work()) {
      case Work.Calls(var ways) -> ways.forEach(way -> way.with().values().forEach(this::template));
      case Work.ForEach loop -> loop.steps().values().forEach(this::step);
      case Work.SubWorkflow sub -> sub.workflow().steps().values().forEach(this::step);
      case Work.Gate _ -> {}
    }
  }

  private void template(Template template) {
    switch (template) {
      case Template.Literal(var value) -> value(value);
      case Template.Items(var items) -> items.forEach(this::template);
      case Template.Fields(var fields) -> {
        if (fields.get(SECRET) instanceof Template.Literal(Value.Text(var name))) {
          names.add(name);
        }
        fields.values().forEach(this::template);
      }
      case Template.Bound _, Template.Joined _ -> {}
    }
  }

  private void value(Value value) {
    switch (value) {
      case Value.ListOf(var items) -> items.forEach(this::value);
      case Value.ObjectOf(Map<String, Value> fields) -> {
        if (fields.get(SECRET) instanceof Value.Text(var name)) {
          names.add(name);
        }
        fields.values().forEach(this::value);
      }
      default -> {}
    }
  }
}

package dev.backlot.definition;

import dev.backlot.expression.ResultType;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.model.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a loop has beside its body: its items, its policy, its outputs. */
final class LoopReader {
  static final String SUCCEEDED = "succeeded";
  static final String FAILED = "failed";

  private static final Map<String, Boolean> POLICIES = policies();

  private final Expressions around;
  private final Expressions inside;

  LoopReader(Expressions around, Expressions inside) {
    this.around = around;
    this.inside = inside;
  }

  private static Map<String, Boolean> policies() {
    var policies = new LinkedHashMap<String, Boolean>();
    policies.put("fail", false);
    policies.put("continue", true);
    return policies;
  }

  Work.ForEach read(StepHead head, Map<StepId, StepSpec> body) {
    var items = items(head).orElseGet(() -> new Template.Literal(Value.none()));
    int concurrency =
        head.find("concurrency")
            .flatMap(field -> field.integer(1, head.limits().iterations(), "iterations at once"))
            .orElse(1);
    boolean continues =
        head.find("on-item-error").flatMap(field -> field.choice(POLICIES)).orElse(false);
    return new Work.ForEach(items, concurrency, continues, body, outputs(head));
  }

  private Optional<Template> items(StepHead head) {
    return Optional.ofNullable(head.fields().get("for-each"))
        .flatMap(
            field ->
                new TemplateReader(around)
                    .read(field)
                    .filter(items -> fits(field, items, head.limits().iterations())));
  }

  private boolean fits(Field field, Template items, int most) {
    if (items instanceof Template.Literal(Value.Int(var count)) && (count < 0 || count > most)) {
      field.refuse("expected a count from 0 to %,d, but %d".formatted(most, count));
      return false;
    }
    if (field.node() instanceof Node.Sequence(_, var nodes) && nodes.size() > most) {
      field.refuse("expected a list of at most %,d items, but %d".formatted(most, nodes.size()));
      return false;
    }
    var type = new TemplateTypes(around).of(items);
    boolean fits = isListOrCount(type) && !isObjectOrNothing(items);
    if (!fits) {
      refuse(field, items, type);
    }
    return fits;
  }

  private static boolean isListOrCount(ResultType type) {
    return type.list() || type.isDynamic() || type.type() == PortType.INTEGER;
  }

  /** These are dynamic as types go, yet no loop runs over them. */
  private static boolean isObjectOrNothing(Template items) {
    return items instanceof Template.Fields
        || (items instanceof Template.Literal(var value)
            && !(value instanceof Value.ListOf || value instanceof Value.Int));
  }

  private static void refuse(Field field, Template items, ResultType type) {
    var found =
        items instanceof Template.Bound(var expression)
            ? PortFit.shown(expression) + " is " + type.words()
            : field.node().kind();
    var text = field.node() instanceof Node.Scalar scalar ? scalar.text() : "";
    boolean forgot = text.matches("(inputs|steps|each)\\..+");
    field.refuse(
        "expected a list, or a count, but "
            + found
            + (forgot ? "; did you mean ${{ " + text + " }}?" : ""));
  }

  private Map<String, Template> outputs(StepHead head) {
    var outputs = new LinkedHashMap<String, Template>();
    var templates = new TemplateReader(inside);
    var fields = head.find("outputs").map(Field::fields).orElse(Map.of());
    if (fields.size() > Workflow.OUTPUTS_MAX) {
      head.find("outputs").get().refuse("expected at most 100 outputs, but " + fields.size());
    }
    fields.forEach(
        (name, field) -> {
          if (name.equals(SUCCEEDED) || name.equals(FAILED)) {
            field.refuse(
                field.key(), "'" + name + "' counts the iterations of every loop, choose another");
          }
          FieldName.check(field, name);
          templates.read(field).ifPresent(template -> outputs.put(name, template));
        });
    return outputs;
  }

  /** What each iteration is given, as {@code each.ID.item}. */
  Port item(StepHead head) {
    var type =
        items(head)
            .map(template -> new TemplateTypes(around).of(template))
            .orElse(ResultType.DYNAMIC);
    boolean counts = !type.list() && type.type() == PortType.INTEGER;
    return TemplateTypes.port(
        "item", counts ? type : TemplateTypes.item(type), "What this iteration is for");
  }

  /** What others see: a list of what each iteration gave, and how many there were. */
  List<Port> ports(StepHead head) {
    var ports = new ArrayList<Port>();
    var types = new TemplateTypes(inside);
    var read = outputs(head);
    head.find("outputs")
        .map(Field::fields)
        .orElse(Map.of())
        .keySet()
        .forEach(
            name -> {
              var type = Optional.ofNullable(read.get(name)).map(types::of);
              ports.add(
                  TemplateTypes.port(
                      name, TemplateTypes.many(type.orElse(ResultType.DYNAMIC)), "In order"));
            });
    ports.add(Port.of(SUCCEEDED, PortType.INTEGER, "How many iterations succeeded"));
    ports.add(Port.of(FAILED, PortType.INTEGER, "How many iterations failed"));
    return ports;
  }
}

package dev.backlot.definition;

import dev.backlot.model.Expression;
import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortType;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a step's parameters against the ports of its type. */
final class ParameterReader {
  private static final Template NOTHING = new Template.Literal(Value.none());

  private final Expressions expressions;
  private final TemplateReader templates;
  private final ConditionReader conditions;

  ParameterReader(Expressions expressions) {
    this.expressions = expressions;
    this.templates = new TemplateReader(expressions);
    this.conditions = new ConditionReader(expressions, templates);
  }

  /**
   * Whose parameters they are.
   *
   * @param noun what it calls them
   */
  record Owner(String name, String noun) {}

  /** The parameters that are in order, by name. */
  Map<String, Template> read(Map<String, Field> given, Owner owner, List<Port> ports) {
    var names = ports.stream().map(Port::name).toList();
    var read = new LinkedHashMap<String, Template>();
    given.forEach(
        (name, field) -> {
          var port = ports.stream().filter(known -> known.name().equals(name)).findFirst();
          if (port.isEmpty()) {
            var hint = Nearest.hint(name, names);
            field.refuse(
                field.key(), owner.name() + " has no " + owner.noun() + " '" + name + "'" + hint);
          }
          port.flatMap(found -> value(field, found))
              .ifPresent(template -> read.put(name, template));
        });
    return read;
  }

  /** One value for a port. */
  Optional<Template> value(Field field, Port port) {
    if (field.isNothing()) {
      return literal(field, port, Value.none()).filter(template -> !template.equals(NOTHING));
    }
    if (port.type() == PortType.CHECKS) {
      return conditions.checks(field);
    }
    if (port.type() == PortType.CASES) {
      return new CaseReader(expressions, conditions).read(field);
    }
    return port.list() && field.node() instanceof Node.Sequence
        ? items(field, port)
        : single(field, port);
  }

  private Optional<Template> items(Field field, Port port) {
    var items = new ArrayList<Template>();
    var fields = field.items();
    for (var item : fields) {
      single(item, port.item()).ifPresent(items::add);
    }
    var misfit = PortCheck.count(port, fields.size());
    misfit.ifPresent(field::refuse);
    return items.size() < fields.size() || misfit.isPresent()
        ? Optional.empty()
        : Optional.of(folded(items));
  }

  /** A list of literals is itself a literal, so that a step can refuse it early. */
  private static Template folded(List<Template> items) {
    var values = new ArrayList<Value>();
    for (var item : items) {
      if (!(item instanceof Template.Literal(var value))) {
        return new Template.Items(items);
      }
      values.add(value);
    }
    return new Template.Literal(new Value.ListOf(values));
  }

  private Optional<Template> single(Field field, Port port) {
    return templates
        .read(field)
        .flatMap(
            template ->
                switch (template) {
                  case Template.Literal(var value) -> literal(field, port, value);
                  case Template.Bound(var expression) -> bound(field, port, expression);
                  case Template.Joined _ -> joined(field, port, template);
                  case Template.Items _ -> built(field, port, template, "a list");
                  case Template.Fields _ -> built(field, port, template, "a mapping");
                });
  }

  private Optional<Template> bound(Field field, Port port, Expression expression) {
    var misfit = PortFit.misfit(port, expression, expressions.type(expression));
    misfit.ifPresent(message -> field.refuse(expressionPlace(field), message));
    return misfit.isPresent() ? Optional.empty() : Optional.of(new Template.Bound(expression));
  }

  private static Place expressionPlace(Field field) {
    return field.node() instanceof Node.Scalar scalar
        ? field.placeAt(Splice.only(scalar.text()).map(Splice.Code::offset).orElse(0))
        : field.node().place();
  }

  private static Optional<Template> joined(Field field, Port port, Template template) {
    return port.type() == PortType.TEXT && !port.list()
        ? Optional.of(template)
        : built(field, port, template, "text around an expression");
  }

  private static Optional<Template> built(Field field, Port port, Template template, String kind) {
    if (port.type() == PortType.JSON) {
      return Optional.of(template);
    }
    field.refuse("expected " + port.expectation() + ", but " + kind);
    return Optional.empty();
  }

  private static Optional<Template> literal(Field field, Port port, Value value) {
    return switch (PortCheck.check(port, value)) {
      case PortCheck.Fits(var fit) -> Optional.of(new Template.Literal(fit));
      case PortCheck.Misfit(var message) -> {
        var hint = port.type().isMedia() ? "; bind an input or an output with ${{ }}" : "";
        field.refuse(message + hint);
        yield Optional.empty();
      }
    };
  }
}

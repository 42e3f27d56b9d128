package dev.backlot.definition;

import dev.backlot.expression.ResultType;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import java.util.List;

/** What templates yield, as far as their source tells. */
final class TemplateTypes {
  private final Expressions expressions;

  TemplateTypes(Expressions expressions) {
    this.expressions = expressions;
  }

  ResultType of(Template template) {
    return switch (template) {
      case Template.Literal(var value) -> of(value);
      case Template.Bound(var expression) -> expressions.type(expression);
      case Template.Joined _ -> new ResultType(PortType.TEXT, false);
      case Template.Items(var items) -> list(items.stream().map(this::of).toList());
      case Template.Fields _ -> ResultType.DYNAMIC;
    };
  }

  private static ResultType of(Value value) {
    return switch (value) {
      case Value.Bool _ -> new ResultType(PortType.BOOLEAN, false);
      case Value.Int _ -> new ResultType(PortType.INTEGER, false);
      case Value.Num _ -> new ResultType(PortType.NUMBER, false);
      case Value.Text _ -> new ResultType(PortType.TEXT, false);
      case Value.ListOf(var items) -> list(items.stream().map(TemplateTypes::of).toList());
      case Value.Null _, Value.ObjectOf _, Value.Media _, Value.Source _ -> ResultType.DYNAMIC;
    };
  }

  /** Items of one type make a list of that type, any others a list of anything. */
  private static ResultType list(List<ResultType> items) {
    var types = items.stream().distinct().toList();
    return types.size() == 1
        ? many(types.getFirst())
        : types.stream().allMatch(TemplateTypes::isNumber)
            ? new ResultType(types.isEmpty() ? PortType.JSON : PortType.NUMBER, true)
            : new ResultType(PortType.JSON, true);
  }

  private static boolean isNumber(ResultType type) {
    return !type.list() && (type.type() == PortType.INTEGER || type.type() == PortType.NUMBER);
  }

  /** A list of these; a list of lists is a list of anything. */
  static ResultType many(ResultType item) {
    return new ResultType(item.list() ? PortType.JSON : item.type(), true);
  }

  /** An item of a list; anything where it is not known to be a list. */
  static ResultType item(ResultType list) {
    return list.list() ? new ResultType(list.type(), false) : ResultType.DYNAMIC;
  }

  static Port port(String name, ResultType type, String description) {
    var port = Port.of(name, type.type(), description);
    return type.list() ? port.many() : port;
  }
}

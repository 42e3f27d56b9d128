package dev.backlot.expression;

import dev.backlot.model.Expression;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The compiled expressions of one workflow. */
public final class Programs {
  private final Map<Expression, CompiledExpression> compiled;

  public Programs(Map<Expression, CompiledExpression> compiled) {
    this.compiled = Map.copyOf(compiled);
  }

  /**
   * Fills a template for one run.
   *
   * @throws ExpressionException when an expression in it has no value
   */
  public Value evaluate(Template template, Names names) {
    return switch (template) {
      case Template.Literal(var value) -> value;
      case Template.Bound(var expression) -> evaluate(expression, names);
      case Template.Joined(var parts) -> joined(parts, names);
      case Template.Items(var items) ->
          new Value.ListOf(items.stream().map(item -> evaluate(item, names)).toList());
      case Template.Fields(var fields) -> object(fields, names);
    };
  }

  /**
   * Whether a condition holds.
   *
   * @throws ExpressionException when it has no value, or one that is not a boolean
   */
  public boolean test(Expression expression, Names names) {
    var value = evaluate(expression, names);
    if (value instanceof Value.Bool(var bool)) {
      return bool;
    }
    throw new ExpressionException(
        "expected '" + expression + "' to be true or false, but it is " + value.kind());
  }

  private Value evaluate(Expression expression, Names names) {
    var program = compiled.get(expression);
    if (program == null) {
      throw new IllegalArgumentException(
          "expression '" + expression + "' belongs to another workflow");
    }
    return program.evaluate(names);
  }

  private Value joined(List<Template> parts, Names names) {
    var text =
        parts.stream().map(part -> inText(evaluate(part, names))).collect(Collectors.joining());
    Budget.requireText(text.length());
    return Value.of(text);
  }

  private static String inText(Value value) {
    return switch (value) {
      case Value.ListOf _, Value.ObjectOf _, Value.Media _, Value.Source _ ->
          throw new ExpressionException(
              "expected text or a number within text, but " + value.kind());
      default -> value.inText();
    };
  }

  private Value object(Map<String, Template> fields, Names names) {
    var values = new LinkedHashMap<String, Value>();
    fields.forEach((name, template) -> values.put(name, evaluate(template, names)));
    return new Value.ObjectOf(values);
  }
}

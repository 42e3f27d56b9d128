package dev.backlot.definition;

import dev.backlot.expression.Compilation;
import dev.backlot.expression.CompiledExpression;
import dev.backlot.expression.ExpressionCompiler;
import dev.backlot.expression.Programs;
import dev.backlot.expression.ResultType;
import dev.backlot.expression.Scope;
import dev.backlot.model.Expression;
import dev.backlot.model.StepId;
import dev.backlot.model.Template;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The expressions of the workflow being read, compiled once each; at most {@value #DIFFERENT_MAX}
 * different ones.
 */
final class Expressions {
  static final int DIFFERENT_MAX = 2_000;
  private static final String STEPS = "steps.";

  private final ExpressionCompiler compiler;
  private final Map<Expression, CompiledExpression> compiled = new HashMap<>();
  private int tried;

  Expressions(Scope scope) {
    this.compiler = new ExpressionCompiler(scope);
  }

  /**
   * Compiles what stands in a field.
   *
   * @param offset where the source starts within the field's text
   */
  Optional<Expression> compile(Field field, String source, int offset) {
    var expression = new Expression(source);
    if (compiled.containsKey(expression)) {
      return Optional.of(expression);
    }
    tried++;
    if (tried > DIFFERENT_MAX) {
      refuseOnce(field, offset);
      return Optional.empty();
    }
    return compile(field, expression, offset);
  }

  private void refuseOnce(Field field, int offset) {
    if (tried == DIFFERENT_MAX + 1) {
      field.refuse(
          field.placeAt(offset),
          "expected at most 2,000 different expressions, but there are more");
    }
  }

  private Optional<Expression> compile(Field field, Expression expression, int offset) {
    switch (compiler.compile(expression)) {
      case Compilation.Compiled(var program) -> compiled.put(expression, program);
      case Compilation.Rejected(var problems) -> {
        problems.forEach(
            problem -> field.refuse(field.placeAt(offset + problem.offset()), problem.message()));
        return Optional.empty();
      }
    }
    return Optional.of(expression);
  }

  ResultType type(Expression expression) {
    return program(expression).resultType();
  }

  /** The steps whose outputs a template reads. */
  Stream<StepId> steps(Template template) {
    return switch (template) {
      case Template.Literal _ -> Stream.of();
      case Template.Bound(var expression) -> steps(expression);
      case Template.Joined(var parts) -> parts.stream().flatMap(this::steps);
      case Template.Items(var items) -> items.stream().flatMap(this::steps);
      case Template.Fields(var fields) -> fields.values().stream().flatMap(this::steps);
    };
  }

  Stream<StepId> steps(Expression expression) {
    return program(expression).references().stream()
        .filter(name -> name.startsWith(STEPS))
        .map(name -> new StepId(name.substring(STEPS.length(), name.indexOf('.', STEPS.length()))));
  }

  private CompiledExpression program(Expression expression) {
    var program = compiled.get(expression);
    if (program == null) {
      throw new IllegalStateException("expression was not compiled: " + expression);
    }
    return program;
  }

  Programs programs() {
    return new Programs(compiled);
  }
}

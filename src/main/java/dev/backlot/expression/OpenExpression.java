package dev.backlot.expression;

import dev.backlot.model.Expression;
import dev.backlot.model.Value;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A CEL expression outside of workflows, over values whose types nobody declares. It has the same
 * functions and limits as those of workflows. Thread-safe.
 */
public final class OpenExpression {
  private final CelRuntime.Program program;

  private OpenExpression(CelRuntime.Program program) {
    this.program = program;
  }

  /**
   * Compiles one.
   *
   * @param names that it may read
   * @throws ExpressionException with words for people, when it is none
   */
  public static OpenExpression compile(String source, Set<String> names) {
    if (source.isBlank() || source.length() > Expression.LENGTH_MAX) {
      throw new ExpressionException(
          "expected an expression of 1 to 4,096 characters, but " + source.length());
    }
    var compiler = CelSourceCompiler.standard();
    names.forEach(name -> compiler.addVar(name, SimpleType.DYN));
    var result = compiler.build().compile(source);
    if (result.hasError()) {
      throw new ExpressionException(
          result.getErrors().stream()
              .map(issue -> CelMessages.atCompileTime(names, issue.getMessage()))
              .distinct()
              .collect(Collectors.joining("; ")));
    }
    try {
      return new OpenExpression(CelSourceCompiler.program(result.getAst()));
    } catch (CelValidationException e) {
      throw new IllegalStateException("validated without errors, yet without a tree", e);
    }
  }

  /**
   * Its value.
   *
   * @throws ExpressionException when there is none, such as of a field that is missing, or it
   *     passes a limit
   */
  public Value evaluate(Map<String, Value> values) {
    var budget = new Budget();
    try {
      return CelValues.toValue(
          program.trace(
              name -> Optional.ofNullable(values.get(name)).map(CelValues::toCel),
              (_, value) -> budget.touch(value)));
    } catch (CelEvaluationException e) {
      throw CelMessages.atRunTime(e);
    }
  }
}

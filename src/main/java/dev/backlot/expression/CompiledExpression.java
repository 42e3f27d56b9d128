package dev.backlot.expression;

import dev.backlot.model.Value;
import java.util.Set;

/** An expression that is well-formed, well-typed, and knows what it reads. */
public sealed interface CompiledExpression permits Lookup, CelProgram {
  /** Every qualified name it may read, such as {@code inputs.photo}. */
  Set<String> references();

  ResultType resultType();

  /**
   * Its value for one run.
   *
   * @throws ExpressionException when there is none, or it passes a limit
   */
  Value evaluate(Names names);
}

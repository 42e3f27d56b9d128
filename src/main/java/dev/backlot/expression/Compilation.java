package dev.backlot.expression;

import java.util.List;

/** What became of an expression's source. */
public sealed interface Compilation {
  record Compiled(CompiledExpression expression) implements Compilation {}

  /** Cannot be used; without problems when it only reads a step that is itself unknown. */
  record Rejected(List<ExpressionProblem> problems) implements Compilation {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}

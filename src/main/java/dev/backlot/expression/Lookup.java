package dev.backlot.expression;

import dev.backlot.model.Value;
import java.util.Set;

/**
 * An expression that is just a name: what most bindings are, and the reason CEL is rarely loaded.
 */
record Lookup(String name, ResultType resultType) implements CompiledExpression {
  @Override
  public Set<String> references() {
    return Set.of(name);
  }

  @Override
  public Value evaluate(Names names) {
    return names.find(name);
  }
}

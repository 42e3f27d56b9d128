package dev.backlot.expression;

import dev.backlot.model.Port;
import dev.backlot.model.Value;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A checked CEL program with the ports of the names it reads. */
record CelProgram(CelRuntime.Program program, Map<String, Port> ports, ResultType resultType)
    implements CompiledExpression {

  @Override
  public Set<String> references() {
    return ports.keySet();
  }

  @Override
  public Value evaluate(Names names) {
    var budget = new Budget();
    try {
      return CelValues.toValue(
          program.trace(name -> find(name, names), (_, value) -> budget.touch(value)));
    } catch (CelEvaluationException e) {
      throw CelMessages.atRunTime(e);
    }
  }

  private Optional<Object> find(String name, Names names) {
    return Optional.ofNullable(ports.get(name))
        .map(port -> CelValues.toCel(port, names.find(name)));
  }
}

package dev.backlot.definition;

import dev.backlot.expression.ResultType;
import dev.backlot.model.Expression;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import java.util.Optional;

/**
 * Whether what an expression yields can enter a port, as far as types tell; the run checks the
 * rest.
 */
final class PortFit {
  private static final int SHOWN_MAX = 60;

  private PortFit() {}

  static Optional<String> misfit(Port port, Expression expression, ResultType type) {
    if (type.isDynamic() || (port.type() == PortType.JSON && !port.list())) {
      return Optional.empty();
    }
    return port.list() == type.list() && fits(port.type(), type.type())
        ? Optional.empty()
        : Optional.of(
            "expected "
                + port.expectation()
                + ", but "
                + shown(expression)
                + " is "
                + type.words());
  }

  /** Whether one output can stand for another, whatever reads it. */
  static boolean fits(Port expected, Port offered) {
    boolean anything = expected.type() == PortType.JSON && !expected.list();
    boolean dynamic = offered.type() == PortType.JSON && !offered.list();
    return anything
        || dynamic
        || (expected.list() == offered.list() && fits(expected.type(), offered.type()));
  }

  private static boolean fits(PortType port, PortType type) {
    return port == type
        || port == PortType.JSON
        || type == PortType.JSON
        || (port == PortType.NUMBER && type == PortType.INTEGER)
        || (port == PortType.FILE && type.isMedia())
        || (type == PortType.FILE && port.isMedia());
  }

  static String shown(Expression expression) {
    return expression.source().length() <= SHOWN_MAX ? expression.source() : "the expression";
  }
}

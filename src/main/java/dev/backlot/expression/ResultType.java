package dev.backlot.expression;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;

/**
 * What an expression yields, as far as its source tells.
 *
 * @param type {@link PortType#JSON} when only the run will tell
 */
public record ResultType(PortType type, boolean list) {
  public static final ResultType DYNAMIC = new ResultType(PortType.JSON, false);

  public static ResultType of(Port port) {
    return new ResultType(port.type(), port.list());
  }

  public boolean isDynamic() {
    return equals(DYNAMIC);
  }

  /** "text", "an integer", "a list of images": for error messages. */
  public String words() {
    var port = Port.of("", type, "");
    return (list ? port.many() : port).expectation();
  }
}

package dev.backlot.step.flow;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;

/** Types of outputs that follow from what goes in. */
final class Shape {
  private Shape() {}

  /** A port of the same type under another name. */
  static Port like(Port port, String name, String description) {
    var same = Port.of(name, port.type(), description);
    return port.list() ? same.many() : same;
  }

  /** A list of this type; a list of lists is a list of anything. */
  static Port listOf(PortType item, String name, String description) {
    return Port.of(name, item, description).many();
  }
}

package dev.backlot.surface;

import dev.backlot.model.Port;
import dev.backlot.step.StepType;
import java.util.Optional;

/** What steps are run for, where a dialect's steps have one result each. */
public final class MainOutputs {
  private MainOutputs() {}

  /** A step's first file, else its first output. */
  public static Optional<Port> of(StepType step) {
    return step.outputs().stream()
        .filter(port -> port.type().isMedia() && !port.list())
        .findFirst()
        .or(() -> step.outputs().stream().findFirst());
  }
}

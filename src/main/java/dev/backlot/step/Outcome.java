package dev.backlot.step;

import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import java.util.Map;

/** How an attempt ended. */
public sealed interface Outcome {
  /** Outputs by name, as the step type declares them. */
  record Done(Map<String, Value> outputs) implements Outcome {}

  record Failed(Failure failure) implements Outcome {}

  static Outcome done(Map<String, Value> outputs) {
    return new Done(outputs);
  }

  static Outcome invalid(String field, String message) {
    return new Failed(new Failure.Invalid(field, message));
  }

  static Outcome refused(String by, String message) {
    return new Failed(new Failure.Refused(by, message));
  }
}

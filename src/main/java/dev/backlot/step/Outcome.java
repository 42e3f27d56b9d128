package dev.backlot.step;

import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Value;
import java.util.Map;

/** How an attempt ended. */
public sealed interface Outcome {
  /**
   * It ended well.
   *
   * @param outputs by name, as the step type declares them
   * @param cost what somebody charges for it
   */
  record Done(Map<String, Value> outputs, Money cost) implements Outcome {}

  /**
   * It failed.
   *
   * @param call what is known of the provider's call that it made or waited for
   */
  record Failed(Failure failure, CallEnd call) implements Outcome {
    /** Without a call, or after one that cost nothing and has ended for certain. */
    public Failed(Failure failure) {
      this(failure, CallEnd.FREE);
    }
  }

  /** It could not take place now, through no fault of its own: it waits again. */
  record PutBack() implements Outcome {}

  static Outcome done(Map<String, Value> outputs) {
    return new Done(outputs, Money.NONE);
  }

  static Outcome invalid(String field, String message) {
    return new Failed(new Failure.Invalid(field, message));
  }

  static Outcome refused(String by, String message) {
    return new Failed(new Failure.Refused(by, message));
  }
}

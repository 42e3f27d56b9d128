package dev.backlot.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Why something did not work. The kind decides what happens next; the message only explains. */
public sealed interface Failure {
  /** For people: what was expected, what was found, what to do next. */
  String message();

  /**
   * May work later: a timeout, a busy provider, a lost connection. The only kind that is retried.
   *
   * @param retryAfter in whole milliseconds, as events keep it, so that a replayed run waits until
   *     the same moment; a finer wait is rounded up
   */
  record Transient(String message, Optional<Duration> retryAfter) implements Failure {
    public Transient {
      retryAfter = retryAfter.map(wait -> wait.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS));
    }

    public Transient(String message) {
      this(message, Optional.empty());
    }
  }

  /** The input is wrong: the same call fails the same way. */
  record Invalid(String field, String message) implements Failure {}

  /** Something said no: a check, a provider's policy, a quota. */
  record Refused(String by, String message) implements Failure {}

  /** A person said no at a gate, or its time ran out with that answer. */
  record Rejected(String by, String message) implements Failure {}

  /** Our own mistake; the log has the details under this reference. */
  record Defect(String message, String reference) implements Failure {}

  /**
   * The word that events, filters and surfaces use for the kind; a rejection is a refusal to them.
   */
  default String kind() {
    return switch (this) {
      case Transient _ -> "transient";
      case Invalid _ -> "invalid";
      case Refused _, Rejected _ -> "refused";
      case Defect _ -> "defect";
    };
  }

  /** Message with the field or the party in front, on one line. */
  default String line() {
    return switch (this) {
      case Invalid(var field, var message) when !field.isEmpty() -> field + ": " + message;
      case Refused(var by, var message) when !by.isEmpty() -> by + ": " + message;
      case Rejected(var by, var message) when !by.isEmpty() -> by + ": " + message;
      case Defect(var message, var reference) when !reference.isEmpty() ->
          message + " (" + reference + ")";
      default -> message();
    };
  }

  /** The same failure, seen from around the place where it happened. */
  default Failure within(String where) {
    return switch (this) {
      case Transient(var message, var retryAfter) ->
          new Transient(where + ": " + message, retryAfter);
      case Invalid(var field, var message) -> new Invalid(field, where + ": " + message);
      case Refused(var by, var message) -> new Refused(by, where + ": " + message);
      case Rejected(var by, var message) -> new Rejected(by, where + ": " + message);
      case Defect(var message, var reference) -> new Defect(where + ": " + message, reference);
    };
  }
}

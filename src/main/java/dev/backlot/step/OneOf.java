package dev.backlot.step;

import dev.backlot.model.Failure;
import java.util.Optional;

/**
 * Two parameters that stand for the same thing, so that never both are given. Asked while a
 * workflow is written, as far as it is known then, and again when the step runs.
 *
 * @param needed whether one of them has to be given
 */
public record OneOf(String one, String other, boolean needed) {
  /** One of them has to be given. */
  public static OneOf required(String one, String other) {
    return new OneOf(one, other, true);
  }

  /** One of them may be given. */
  public static OneOf optional(String one, String other) {
    return new OneOf(one, other, false);
  }

  /** What is already certain. */
  public Optional<Failure.Invalid> refuse(Literals literals) {
    if (literals.has(one) && literals.has(other)) {
      return Optional.of(
          new Failure.Invalid(
              other, "expected either '%s' or '%s', but both are given".formatted(one, other)));
    }
    if (needed && literals.lacks(one) && literals.lacks(other)) {
      return Optional.of(
          new Failure.Invalid(
              one, "expected '%s' or '%s', but neither is given".formatted(one, other)));
    }
    return Optional.empty();
  }

  /** With all that is given. */
  public Optional<Failure.Invalid> refuse(StepInput input) {
    return refuse(new Literals(input.values()));
  }
}

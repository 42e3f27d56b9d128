package dev.backlot.expression;

import java.util.Objects;

/** An expression that was compiled, yet has no value for this run; the message is for people. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ExpressionException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage(), "it is made with words");
  }
}

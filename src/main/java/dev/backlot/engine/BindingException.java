package dev.backlot.engine;

/**
 * An expression that was well-formed could not be evaluated over this run; the message is for
 * people.
 */
public final class BindingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public BindingException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What could not be evaluated, for people. */
  public String reason() {
    return reason;
  }
}

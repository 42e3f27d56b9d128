package dev.backlot.runtime;

/**
 * The engine has stopped acknowledging, because storage failed or because it is shutting down. What
 * was acknowledged is safe; the next start takes up from there.
 */
public final class EngineHaltedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineHaltedException(String message, Throwable cause) {
    super(message, cause);
  }

  public EngineHaltedException(String message) {
    super(message);
  }
}

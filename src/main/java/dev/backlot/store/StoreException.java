package dev.backlot.store;

/**
 * Storage failed: a full disk, an I/O error, a failed sync. What was being written is not durable
 * and must not be tried again; the process stops acknowledging and recovers at its next start.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}

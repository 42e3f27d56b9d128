package dev.backlot.model;

/**
 * Why a batch is paused.
 *
 * @param cause who or what paused it
 * @param message for people: what was seen and what to do next
 */
public record PauseReason(Cause cause, String message) {
  public enum Cause {
    PERSON,
    CANARY,
    BREAKER,
    BUDGET;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public static final PauseReason PERSON = new PauseReason(Cause.PERSON, "");
}

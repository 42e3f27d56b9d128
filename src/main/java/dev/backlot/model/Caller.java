package dev.backlot.model;

/**
 * Who asks: every command and every row carries its tenant and its creator.
 *
 * @param tenant whose data may be seen
 * @param user the person or key that acts, at most 200 characters
 */
public record Caller(TenantId tenant, String user) {
  public Caller {
    if (user.isBlank() || user.length() > 200) {
      throw new IllegalArgumentException(
          "expected a user of 1 to 200 characters, but " + user.length());
    }
  }
}

package dev.backlot.model;

import java.util.regex.Pattern;

/** The owner of workflows, batches and assets; nothing crosses from one tenant to another. */
public record TenantId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  /** The tenant of a single-team installation. */
  public static final TenantId DEFAULT = new TenantId("default");

  public TenantId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "expected a tenant id of 1 to 63 characters a-z, 0-9, _ and -, but '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

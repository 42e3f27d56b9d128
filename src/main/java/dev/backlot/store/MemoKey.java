package dev.backlot.store;

import java.util.regex.Pattern;

/** What went into a step, as a SHA-256 in lower-case hexadecimal. */
public record MemoKey(String sha256) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public MemoKey {
    if (!FORM.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "expected a SHA-256 in lower-case hexadecimal, but '" + sha256 + "'");
    }
  }
}

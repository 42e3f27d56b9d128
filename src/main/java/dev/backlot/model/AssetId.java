package dev.backlot.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** Immutable bytes, named by their SHA-256 in lower-case hexadecimal. */
public record AssetId(String sha256) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public AssetId {
    if (!FORM.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "expected a SHA-256 in lower-case hexadecimal, but '" + sha256 + "'");
    }
  }

  /** Reads 64 hexadecimal digits, with or without the prefix {@code sha256:}. */
  public static Optional<AssetId> parse(String text) {
    var digits = text.startsWith("sha256:") ? text.substring(7) : text;
    return FORM.matcher(digits).matches() ? Optional.of(new AssetId(digits)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "sha256:" + sha256;
  }
}

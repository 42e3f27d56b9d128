package dev.backlot.provider;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a secret is called: 1 to 100 characters A-Z, a-z, 0-9, _, - and ., the first a letter or _.
 */
public record SecretName(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

  public SecretName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("expected the name of a secret");
    }
  }

  /** Empty when the text cannot be a name; it is not repeated, as it may be a value. */
  public static Optional<SecretName> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new SecretName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}

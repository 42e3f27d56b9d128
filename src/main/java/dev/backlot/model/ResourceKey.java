package dev.backlot.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that attempts share and that an operator may limit: a provider ({@code
 * provider:openai}), or all attempts of a step type ({@code step:http.request}).
 */
public record ResourceKey(String value) implements Comparable<ResourceKey> {
  /** How a key looks, for messages. */
  public static final String EXPECTED =
      "a kind and a name such as provider:openai or step:http.request, up to 130 characters a-z,"
          + " 0-9, ., _ and -";

  private static final Pattern FORM =
      Pattern.compile("[a-z][a-z0-9-]{0,29}:[a-z0-9][a-z0-9._-]{0,98}");

  public ResourceKey {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("expected " + EXPECTED + ", but '" + value + "'");
    }
  }

  public static Optional<ResourceKey> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ResourceKey(text)) : Optional.empty();
  }

  /** The key that every attempt of a step type has. */
  public static ResourceKey ofStep(String type) {
    return new ResourceKey("step:" + type);
  }

  @Override
  public int compareTo(ResourceKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

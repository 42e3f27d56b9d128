package dev.backlot.provider;

/**
 * A secret; its value never shows in text, logs or messages.
 *
 * @param name what it is called, for messages
 */
public record Secret(String name, String value) {
  @Override
  public String toString() {
    return "$" + name;
  }
}

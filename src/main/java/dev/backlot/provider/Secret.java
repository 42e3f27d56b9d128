package dev.backlot.provider;

/**
 * A secret from the environment; its value never shows in text, logs or messages.
 *
 * @param variable the name of the environment variable, for messages
 */
public record Secret(String variable, String value) {
  @Override
  public String toString() {
    return "$" + variable;
  }
}

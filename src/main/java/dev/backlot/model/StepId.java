package dev.backlot.model;

import java.util.regex.Pattern;

/**
 * A step's name within its workflow. Lower-case letters, digits and underscores, so that {@code
 * steps.ID.output} is always a well-formed expression (a dash would be a subtraction).
 */
public record StepId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /**
   * The built-in step that brings a run's media inputs into the asset store before its first step.
   */
  public static final StepId INPUTS = new StepId("inputs");

  public StepId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException(
          "expected a step id of 1 to 63 characters a-z, 0-9 and _, starting with a letter, but '"
              + value
              + "'");
    }
  }

  public static boolean isWellFormed(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}

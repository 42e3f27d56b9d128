package dev.backlot.model;

import java.util.Locale;
import java.util.Optional;

/** What a step's final failure means for what comes after it. */
public enum OnError {
  /** The run fails, or the iteration around the step. */
  FAIL,
  /** What needs the step runs all the same; the step's outputs are missing. */
  CONTINUE,
  /** The step counts as skipped: what needs only it is skipped, joins go on without it. */
  SKIP_DEPENDANTS;

  /** The word a workflow file uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<OnError> parse(String word) {
    for (var policy : values()) {
      if (policy.word().equals(word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}

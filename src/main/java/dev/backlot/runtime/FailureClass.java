package dev.backlot.runtime;

import dev.backlot.store.RunRecord;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Failures that are alike: at the same step, of the same kind, in words that differ only in numbers
 * and in what stands in quotes.
 *
 * @param step empty when no step failed, for example when the time was over
 * @param words with a sign in the place of what may differ
 */
public record FailureClass(Optional<String> step, String kind, String words) {
  private static final Pattern VARIABLE =
      Pattern.compile("'[^']*'|\"[^\"]*\"|[0-9a-f-]{32,}|\\d+(\\.\\d+)?");

  /** The class of a failure with this message. */
  public static FailureClass of(Optional<String> step, String kind, String message) {
    return new FailureClass(step, kind, VARIABLE.matcher(message).replaceAll("#"));
  }

  /** Why a run failed; empty for one that did not. */
  static Optional<FailureClass> of(RunRecord run) {
    return run.failure()
        .map(why -> of(run.failedStep().map(Object::toString), why.kind(), why.message()));
  }
}

package dev.backlot.step;

import dev.backlot.model.StepId;
import java.util.Set;

/**
 * How a step can be one of several that are done at once, each on what the one before it made,
 * which then is written nowhere.
 *
 * @param by the step type that does them: its parameter {@link #OPERATIONS} takes their words with
 *     their parameters in order, and it gives what the last of them gives
 * @param word what stands for this step there
 * @param subject the parameter and output that goes from step to step
 * @param whole parameters that the last step says for all of them; a step that says one itself
 *     wants its result written, so it is none but the last
 * @param apart parameters that a step must not say if it is to be joined at all
 * @param leads whether others may follow it
 */
public record Joint(
    String by, String word, String subject, Set<String> whole, Set<String> apart, boolean leads) {
  public static final String OPERATIONS = "operations";

  /** More are not done at once. */
  public static final int STEPS_MAX = 20;

  public Joint {
    whole = Set.copyOf(whole);
    apart = Set.copyOf(apart);
  }

  /** How an expression names what a step hands on. */
  public String output(StepId step) {
    return "steps." + step + "." + subject;
  }
}

package dev.backlot.step;

import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import java.util.Optional;

/**
 * A kind of work. Given the same inputs twice, a step does no harm: it may be started again after a
 * crash as long as its outcome was not recorded.
 */
public interface Step {
  StepType type();

  /**
   * Problems that only show once literal parameters are seen together or this machine is known,
   * such as a format that no installed engine writes. Called when a workflow is checked, never when
   * it runs.
   */
  default Optional<Failure.Invalid> refuse(Literals literals) {
    return Optional.empty();
  }

  /** What a call with these parameters may cost. */
  default CostRange cost(StepInput input) {
    return cost();
  }

  /** What any call may cost, while its parameters are not known yet. */
  default CostRange cost() {
    return CostRange.FREE;
  }

  /**
   * The model of this machine that does the work with these parameters, as docs/models.md names it;
   * empty where none does.
   */
  default Optional<String> model(StepInput input) {
    return Optional.empty();
  }

  /**
   * Does the work. May block. An exception counts as a defect of the step; what users can cause is
   * answered as {@link Outcome.Failed}.
   */
  Outcome run(StepInput input, StepContext context) throws InterruptedException;
}

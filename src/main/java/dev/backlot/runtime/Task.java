package dev.backlot.runtime;

import dev.backlot.model.AssetId;
import dev.backlot.model.Failure;
import dev.backlot.model.StepId;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import java.util.List;

/** What an attempt is to do. */
sealed interface Task {
  /** A step's own work. */
  record Own(Step step, StepInput input) implements Task {}

  /**
   * Its own work and that of the steps before it, in one.
   *
   * @param step what does them all
   * @param steps whose work it is, in order; the last is the step itself
   */
  record Several(Step step, StepInput input, List<StepId> steps) implements Task {
    public Several {
      steps = List.copyOf(steps);
    }

    /** How it ended, told of the step whose fault it was. */
    Outcome told(Outcome outcome) {
      return outcome instanceof Outcome.Failed(Failure.Invalid(var field, var message), var call)
          ? new Outcome.Failed(JoinedFault.of(field, message, this), call)
          : outcome;
    }
  }

  /**
   * Nothing: the next step does it along with its own.
   *
   * @param consumed what went into the step
   */
  record Left(StepId to, List<AssetId> consumed) implements Task {
    public Left {
      consumed = List.copyOf(consumed);
    }
  }

  /** It cannot be done. */
  record Impossible(Failure failure) implements Task {}
}

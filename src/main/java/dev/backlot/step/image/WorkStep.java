package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.model.Failure;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.Optional;

/** A picture step that is wholly told by its type and its work. */
record WorkStep(Imaging imaging, StepType type, PictureJob.Work work) implements Step {
  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.all(imaging, type, literals);
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, work);
  }
}

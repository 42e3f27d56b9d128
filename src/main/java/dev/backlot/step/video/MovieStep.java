package dev.backlot.step.video;

import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.step.Literals;
import dev.backlot.step.OneOf;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.List;
import java.util.Optional;

/**
 * A step that is wholly told by its type and its work.
 *
 * @param choices what does not go together
 */
record MovieStep(Ffmpeg ffmpeg, StepType type, MovieJob.Work work, List<OneOf> choices)
    implements Step {
  MovieStep(Ffmpeg ffmpeg, StepType type, MovieJob.Work work, OneOf... choices) {
    this(ffmpeg, type, work, List.of(choices));
  }

  static StepType type(String name, String summary, List<Port> parameters, List<Port> outputs) {
    return new StepType(name, 2, summary, parameters, outputs, StepType.Resource.CPU, true);
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    if (ffmpeg.version().isEmpty()) {
      return Optional.of(new Failure.Invalid("", Ffmpeg.MISSING));
    }
    var wrong = choices.stream().flatMap(choice -> choice.refuse(literals).stream()).findFirst();
    return wrong.isEmpty() && type.parameter("codec").isPresent()
        ? Encoder.refuse(ffmpeg, literals)
        : wrong;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) throws InterruptedException {
    var wrong = choices.stream().flatMap(choice -> choice.refuse(input).stream()).findFirst();
    return wrong.isPresent()
        ? new Outcome.Failed(wrong.get())
        : MovieJob.run(ffmpeg, input, context, work);
  }
}

package dev.backlot.step.worker;

import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.Optional;

/** A step that a worker does; what needs no file is answered here. */
public record RemoteStep(Step step, WorkerPool pool) implements Step {
  @Override
  public StepType type() {
    return step.type();
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return step.refuse(literals);
  }

  @Override
  public CostRange cost(StepInput input) {
    return step.cost(input);
  }

  @Override
  public CostRange cost() {
    return step.cost();
  }

  @Override
  public Optional<String> model(StepInput input) {
    return step.model(input);
  }

  @Override
  public Outcome run(StepInput input, StepContext context) throws InterruptedException {
    return pool.run(type().name(), input, context);
  }
}

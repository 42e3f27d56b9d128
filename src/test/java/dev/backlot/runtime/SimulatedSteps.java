package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TinySteps;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.time.Duration;
import java.util.List;

/** Steps of one process that take simulated time and end in every way there is. */
final class SimulatedSteps {
  static final int CPU_SLOTS = 2;
  static final int IO_SLOTS = 4;
  static final int WORK_LIMIT = 2;

  /** How a step waits by the clock of the simulation. */
  interface Rest {
    void pass(Duration time) throws InterruptedException;
  }

  private final Fate fate;
  private final Rest rest;
  private int pure;
  private int work;

  SimulatedSteps(Fate fate, Rest rest) {
    this.fate = fate;
    this.rest = rest;
  }

  static Value pureResult(Value value) {
    return Value.of("pure " + value.inText());
  }

  Step pure() {
    return step("sim.pure", StepType.Resource.CPU, true, this::pure);
  }

  Step work() {
    return step("sim.work", StepType.Resource.IO, false, this::work);
  }

  private Outcome pure(StepInput input) throws InterruptedException {
    pure++;
    fate.promise(() -> assertThat(pure).as("computing at once").isLessThanOrEqualTo(CPU_SLOTS));
    try {
      fate.moment();
      rest.pass(Duration.ofMillis(fate.random.nextInt(300)));
      fate.moment();
      return fate.oneIn(5)
          ? TinySteps.transientFailure()
          : TinySteps.done(pureResult(input.value("value").orElseThrow()));
    } finally {
      pure--;
    }
  }

  private Outcome work(StepInput input) throws InterruptedException {
    work++;
    fate.promise(
        () -> assertThat(work).as("the limit of sim.work").isLessThanOrEqualTo(WORK_LIMIT));
    try {
      fate.moment();
      rest.pass(Duration.ofMillis(fate.random.nextInt(fate.oneIn(8) ? 8_000 : 400)));
      fate.moment();
      return outcome(input);
    } finally {
      work--;
    }
  }

  private Outcome outcome(StepInput input) {
    if (fate.isCalm()) {
      return TinySteps.done(input.value("value").orElseThrow());
    }
    return switch (fate.random.nextInt(12)) {
      case 0, 1 -> TinySteps.transientFailure();
      case 2 ->
          new Outcome.Failed(
              new Failure.Transient("busy", java.util.Optional.of(Duration.ofSeconds(3))));
      case 3 -> Outcome.refused("sim", "no");
      case 4 -> throw new IllegalStateException("a step that breaks");
      default -> TinySteps.done(input.value("value").orElseThrow());
    };
  }

  private interface Work {
    Outcome run(StepInput input) throws InterruptedException;
  }

  private static Step step(
      String name, StepType.Resource resource, boolean deterministic, Work work) {
    var type =
        new StepType(
            name,
            1,
            "for the simulation",
            List.of(Port.of("value", PortType.JSON, "any value")),
            List.of(Port.of("value", PortType.JSON, "a value")),
            resource,
            deterministic);
    return new Step() {
      @Override
      public StepType type() {
        return type;
      }

      @Override
      public Outcome run(StepInput input, StepContext context) throws InterruptedException {
        return work.run(input);
      }
    };
  }
}

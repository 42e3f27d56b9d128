package dev.backlot.surface;

import dev.backlot.fixture.TinySteps;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Lets tests hold a step until they have looked. */
public final class Gates {
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> entered = new ConcurrentHashMap<>();

  /** Waits at the gate that its value names, half way. */
  public Step step() {
    var type = TinySteps.of("test.hold", _ -> TinySteps.done(Value.none())).type();
    return new Step() {
      @Override
      public StepType type() {
        return type;
      }

      @Override
      public Outcome run(StepInput input, StepContext context) {
        context.progress(Progress.of("gate", 1, 2));
        return hold(input);
      }
    };
  }

  private Outcome hold(StepInput input) {
    var value = input.value("value").orElse(Value.none());
    try {
      entered(value.inText()).countDown();
      gate(value.inText()).await();
      return TinySteps.done(value);
    } catch (InterruptedException _) {
      return new Outcome.Failed(new dev.backlot.model.Failure.Transient("interrupted"));
    }
  }

  public void open(String name) {
    gate(name).countDown();
  }

  /** Returns once a step holds at this gate. */
  public void awaitEntered(String name) throws InterruptedException {
    entered(name).await();
  }

  private CountDownLatch entered(String name) {
    return entered.computeIfAbsent(name, _ -> new CountDownLatch(1));
  }

  private CountDownLatch gate(String name) {
    return gates.computeIfAbsent(name, _ -> new CountDownLatch(1));
  }
}

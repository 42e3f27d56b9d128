package dev.backlot.surface;

import dev.backlot.fixture.TinySteps;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Lets tests hold a step until they have looked. */
public final class Gates {
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> entered = new ConcurrentHashMap<>();

  /** Waits at the gate that its value names. */
  public Step step() {
    return TinySteps.of("test.hold", this::hold);
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

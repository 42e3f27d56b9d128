package dev.backlot.app;

import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a step away from any run, for so long at most. */
record Aside(Step step, Duration patience) {
  /** A worker that takes too long is ended by the interrupt. */
  Outcome run(StepInput input, StepContext context) throws InterruptedException {
    var work = new FutureTask<>(() -> step.run(input, context));
    var thread = Thread.ofPlatform().daemon().name(step.type().name()).start(work);
    try {
      return work.get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      return refused("it took longer than " + patience.toSeconds() + " seconds");
    } catch (ExecutionException e) {
      return refused(String.valueOf(e.getCause()));
    } finally {
      thread.interrupt();
      thread.join();
    }
  }

  private Outcome refused(String why) {
    return Outcome.refused(step.type().name(), why);
  }
}

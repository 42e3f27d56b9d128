package dev.backlot.runtime;

import static dev.backlot.fixture.TestRuntime.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Progress;
import dev.backlot.model.RunId;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.backlot.store.BatchRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far a running step says it is: there to be looked at while it runs, and nowhere else. */
@Timeout(60)
class ProgressTest {
  private static final StepPath STEP = StepPath.of(new StepId("a"));
  private static final BatchSettings ONCE = new BatchSettings(1, true, false);

  @TempDir Path folder;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch looked = new CountDownLatch(1);

  private interface Telling {
    Outcome run(StepContext context) throws InterruptedException;
  }

  private static Step step(Telling telling) {
    var type = TinySteps.of("test.telling", _ -> TinySteps.done(Value.none())).type();
    return new Step() {
      @Override
      public StepType type() {
        return type;
      }

      @Override
      public Outcome run(StepInput input, StepContext context) throws InterruptedException {
        return telling.run(context);
      }
    };
  }

  private Outcome held() throws InterruptedException {
    told.countDown();
    looked.await();
    return TinySteps.done(Value.none());
  }

  private static BatchRecord start(TestRuntime runtime) {
    var workflow =
        runtime.publish(
            "name: telling\nsteps:\n  a: {uses: test.telling, retry: {attempts: 2, delay: 1ms}}\n");
    return runtime.create(workflow, ONCE, TestRuntime.items(1));
  }

  private static RunView view(TestRuntime runtime, RunId run) {
    return runtime.runs.batches().run(CALLER, run).orElseThrow();
  }

  /** The run once the log says that the step runs, which may be a moment after it began. */
  private RunView running(TestRuntime runtime, RunId run) throws InterruptedException {
    told.await();
    while (true) {
      long seen = runtime.runs.log().last();
      var view = view(runtime, run);
      if (view.state().step(STEP).phase() == StepPhase.RUNNING) {
        return view;
      }
      runtime.runs.log().await(seen, Duration.ofSeconds(1));
    }
  }

  @Test
  void the_latest_is_seen_while_the_attempt_runs_and_gone_with_it() throws Exception {
    var talkative =
        step(
            context -> {
              for (int i = 0; i <= 1_000_000; i++) {
                context.progress(new Progress(i / 2e6));
              }
              context.progress(Progress.of("frame", 12, 50));
              return held();
            });
    try (var runtime = new TestRuntime(folder, talkative)) {
      var batch = start(runtime);
      var run = batch.id().run(1);

      var view = running(runtime, run);
      assertThat(view.progress(STEP)).hasValue(new Progress(0.24, "frame 12 of 50"));
      int events = view.events().size();
      looked.countDown();
      runtime.await(batch);

      assertThat(view(runtime, run).progress()).isEmpty();
      // it ended, and so did its run: nothing else was written down
      assertThat(view(runtime, run).events()).hasSize(events + 2);
    }
  }

  @Test
  void another_attempt_begins_without_what_the_one_before_said() throws Exception {
    var attempts = new AtomicInteger();
    var unlucky =
        step(
            context -> {
              if (attempts.incrementAndGet() == 1) {
                context.progress(new Progress(0.9));
                return TinySteps.transientFailure();
              }
              return held();
            });
    try (var runtime = new TestRuntime(folder, unlucky)) {
      var batch = start(runtime);

      var view = running(runtime, batch.id().run(1));
      assertThat(view.state().step(STEP).attempt()).isEqualTo(2);
      assertThat(view.progress()).isEmpty();
      looked.countDown();
      runtime.await(batch);
    }
  }
}

package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.GateDecision;
import dev.backlot.store.GateRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The list of gates says what is open, however fast one closes and opens again. */
@Timeout(60)
class OpenGatesTest {
  @TempDir Path folder;

  @Test
  void a_gate_that_opens_again_at_once_is_listed() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass())) {
      var workflow =
          runtime.publish(
              """
              name: again
              steps:
                none: {for-each: 0, steps: {a: {uses: test.pass}}}
                good: {needs: none, gate: {title: Good?, regenerate: none}}
              """);
      runtime.create(workflow, BatchSettings.DEFAULT, TestRuntime.items(1));
      var gate = first(runtime);

      var anew = new GateDecision(GateDecision.Verdict.REGENERATE, "once more", List.of());
      var refused =
          runtime
              .runs
              .reviews()
              .decide(TestRuntime.CALLER, gate.run(), gate.step(), anew, Optional.empty());

      assertThat(refused).isEmpty();
      assertThat(open(runtime))
          .singleElement()
          .satisfies(next -> assertThat(next.round()).isEqualTo(2));
    }
  }

  private static List<GateRecord> open(TestRuntime runtime) {
    return runtime.runs.reviews().open(TestRuntime.CALLER, Optional.empty(), Optional.empty(), 10);
  }

  private static GateRecord first(TestRuntime runtime) throws InterruptedException {
    while (open(runtime).isEmpty()) {
      runtime.runs.log().await(runtime.runs.log().last(), Duration.ofMillis(10));
    }
    return open(runtime).getFirst();
  }
}

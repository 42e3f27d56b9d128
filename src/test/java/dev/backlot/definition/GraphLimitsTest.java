package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.GraphLimits;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.RunFilter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How large workflows may be is the operator's word, and everybody who passes it hears so. */
class GraphLimitsTest {
  private static final String LOOP =
      """
      name: w
      steps:
        many:
          for-each: 3
          steps:
            one: {uses: test.pass, with: {value: 1}}
      """;

  @TempDir Path folder;

  private static String read(GraphLimits limits, String source) {
    var registry = new StepRegistry(List.of(TinySteps.pass()), limits);
    return switch (new WorkflowReader(registry).read("w.yaml", source)) {
      case Reading.Valid _ -> "";
      case Reading.Broken(var problems) -> problems.getFirst().message();
    };
  }

  @Test
  void each_limit_is_heard_and_can_be_set() {
    var usual = GraphLimits.DEFAULT;
    assertThat(read(usual, LOOP)).isEmpty();
    assertThat(read(new GraphLimits(1, 1_000, 5, 262_144), LOOP)).contains("at most 1 steps");
    assertThat(read(new GraphLimits(200, 2, 5, 262_144), LOOP)).contains("from 0 to 2, but 3");
    var two =
        LOOP.replace(
            "uses: test.pass, with: {value: 1}", "for-each: 1, steps: {two: {uses: test.pass}}");
    assertThat(read(usual, two)).isEmpty();
    assertThat(read(new GraphLimits(200, 1_000, 1, 262_144), two))
        .contains("at most 1 deep, but 2");
    assertThat(read(usual, LOOP.replace("3", "2000"))).contains("from 0 to 1,000");
    assertThat(read(new GraphLimits(200, 2_000, 5, 262_144), LOOP.replace("3", "2000"))).isEmpty();
  }

  @Test
  void no_operator_goes_beyond_what_the_engine_bears() {
    assertThatThrownBy(() -> new GraphLimits(2_001, 1, 1, 2_000)).hasMessageContaining("steps");
    assertThatThrownBy(() -> new GraphLimits(1, 10_001, 1, 2_000))
        .hasMessageContaining("iterations");
    assertThatThrownBy(() -> new GraphLimits(1, 1, 11, 2_000)).hasMessageContaining("depth");
    assertThatThrownBy(() -> new GraphLimits(1, 1, 1, 1_023)).hasMessageContaining("result");
  }

  @Test
  void a_list_that_comes_at_run_time_is_counted_too() throws Exception {
    var limits = new GraphLimits(200, 2, 5, 1_024);
    try (var runtime = new TestRuntime(folder, limits, TinySteps.pass())) {
      var name =
          runtime.publish(
              """
              name: w
              steps:
                list: {uses: test.pass, with: {value: [1, 2, 3]}}
                many:
                  for-each: ${{ steps.list.value }}
                  steps:
                    one: {uses: test.pass, with: {value: 1}}
              """);
      var batch = runtime.create(name, BatchSettings.DEFAULT, TestRuntime.items(1));
      runtime.await(batch);
      var run =
          runtime
              .runs
              .batches()
              .items(TestRuntime.CALLER, batch.id(), RunFilter.ALL, 0, 1)
              .getFirst();
      assertThat(run.failure().orElseThrow().line()).contains("at most 2 items");
    }
  }
}

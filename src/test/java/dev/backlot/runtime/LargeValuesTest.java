package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a step says that is too large for its result. */
@Timeout(60)
class LargeValuesTest {
  private static final String LONG = "light ".repeat(50_000);
  private static final Value ROWS =
      new Value.ListOf(
          IntStream.range(0, 9_000)
              .mapToObj(
                  row ->
                      (Value)
                          new Value.ObjectOf(
                              Map.of("sku", Value.of("SKU-" + row), "stock", Value.of(row))))
              .toList());

  @TempDir Path folder;

  @Test
  void a_text_goes_to_an_asset_and_comes_back_as_text_where_a_step_takes_it() throws Exception {
    var taken = new ArrayList<Value>();
    var state = run(Value.of(LONG), taken, "{value: '${{ steps.big.value }}'}");

    var kept = kept(state);
    assertThat(kept.mediaType()).isEqualTo(Asset.TEXT_VALUE);
    assertThat(kept.name()).isEqualTo("big.value.txt");
    assertThat(taken).containsExactly(Value.of(LONG));
    assertThat(content(kept.id())).isEqualTo(LONG);
  }

  @Test
  void a_list_within_other_parameters_comes_back_as_a_list() throws Exception {
    var taken = new ArrayList<Value>();
    var state = run(ROWS, taken, "{value: {rows: '${{ steps.big.value }}', of: [1, 2]}}");

    var kept = kept(state);
    assertThat(kept.mediaType()).isEqualTo(Asset.JSON_VALUE);
    var of = new Value.ListOf(List.of(Value.of(1), Value.of(2)));
    assertThat(taken).containsExactly(new Value.ObjectOf(Map.of("rows", ROWS, "of", of)));
  }

  @Test
  void an_expression_that_looks_into_it_says_what_to_do() throws Exception {
    var state = run(ROWS, new ArrayList<>(), "{value: '${{ steps.big.value.size() }}'}");

    assertThat(state.step(path("take")).failure().orElseThrow().message())
        .contains("is kept in an asset: bind it alone");
  }

  @Test
  void what_names_assets_stays_in_the_result_so_that_their_lineage_is_kept() throws Exception {
    var state = run(storing("x".repeat(300_000)), new ArrayList<>(), "{value: 1}");

    assertThat(state.step(path("big")).failure().orElseThrow().message())
        .contains("at most 262,144 characters", "one that holds assets does not");
  }

  @Test
  void what_is_too_large_for_an_asset_too_is_refused_in_words() throws Exception {
    var state =
        run(Value.of("x".repeat(LargeValues.CHARACTERS_MAX + 1)), new ArrayList<>(), "{value: 1}");

    assertThat(state.step(path("big")).failure().orElseThrow().message())
        .contains("at most 262,144 characters", "up to 16,777,216");
  }

  /** Runs one item: a step that says {@code value}, and one that takes what {@code with} says. */
  private RunState run(Value value, List<Value> taken, String with) throws Exception {
    return run(TinySteps.of("test.big", _ -> TinySteps.done(value)), taken, with);
  }

  private RunState run(Step big, List<Value> taken, String with) throws Exception {
    Step take =
        TinySteps.of(
            "test.take",
            input -> {
              taken.add(input.value("value").orElseThrow());
              return TinySteps.done(Value.of(taken.size()));
            });
    try (var runtime = new TestRuntime(folder, big, take)) {
      var workflow =
          runtime.publish(
              "{name: large, steps: {big: {uses: test.big}, take: {uses: test.take, needs: big,"
                  + " with: "
                  + with
                  + "}}}");
      var batch =
          runtime.await(runtime.create(workflow, BatchSettings.DEFAULT, TestRuntime.items(1)));
      return runtime
          .runs
          .batches()
          .run(TestRuntime.CALLER, batch.id().run(1))
          .orElseThrow()
          .state();
    }
  }

  /** A step that stores a file and calls it so. */
  private static Step storing(String name) {
    var type = TinySteps.of("test.big", _ -> TinySteps.done(Value.none())).type();
    return new Step() {
      @Override
      public StepType type() {
        return type;
      }

      @Override
      public Outcome run(StepInput input, StepContext context) {
        try {
          var file = Files.writeString(context.scratch().resolve("file"), "bytes");
          return TinySteps.done(Value.of(context.store(file, name)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** What stands in the log of the large value. */
  private static Asset kept(RunState state) {
    var outputs = state.step(path("big")).result().orElseThrow().outputs();
    return outputs.get("value") instanceof Value.Media(var asset)
        ? asset
        : fail("expected an asset, but " + outputs);
  }

  private static StepPath path(String step) {
    return StepPath.of(new StepId(step));
  }

  private String content(AssetId id) throws Exception {
    try (var files = Files.walk(folder)) {
      var file =
          files
              .filter(path -> path.getFileName().toString().contains(id.sha256().substring(4)))
              .findFirst()
              .orElseThrow();
      return Files.readString(file);
    }
  }
}

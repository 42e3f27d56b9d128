package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.media.Photos;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.media.load.Models;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.RunId;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.image.ImageSteps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of pictures that models of this machine made. */
@Timeout(120)
class LineageTest {
  private static final String WORKFLOW =
      """
      name: cut
      inputs: {photo: {type: file, required: true}}
      steps:
        small: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: 120}}
        cut: {uses: image.remove-background, with: {image: "${{ steps.small.image }}"}}
        drawn: {uses: image.enlarge, with: {image: "${{ steps.cut.image }}", method: model}}
        blown: {uses: image.enlarge, with: {image: "${{ steps.cut.image }}"}}
      """;

  @TempDir Path folder;

  @Test
  void a_picture_tells_the_model_of_this_machine_that_made_it() throws Exception {
    try (var models = Models.bundled();
        var runtime =
            new TestRuntime(
                folder,
                ImageSteps.all(ImagingLoader.load(Path.of("")), models).toArray(Step[]::new))) {
      var photo = new Value.Source(Photos.of("dog-beagle.jpg").toUri().toString());
      var batch =
          runtime.await(
              runtime.create(
                  runtime.publish(WORKFLOW),
                  new BatchSettings(1, true, true),
                  List.of(TestRuntime.item(Map.of("photo", photo)))));
      assertThat(model(runtime, batch.id().run(1), "small")).isEmpty();
      assertThat(model(runtime, batch.id().run(1), "cut")).contains("u2netp");
      assertThat(model(runtime, batch.id().run(1), "drawn")).contains("ESRGAN Slim");
      assertThat(model(runtime, batch.id().run(1), "blown")).isEmpty();
    }
  }

  private static Optional<String> model(TestRuntime runtime, RunId id, String step) {
    var run = runtime.runs.batches().run(TestRuntime.CALLER, id).orElseThrow();
    var outputs = run.state().step(StepPath.of(new StepId(step))).outputs();
    assertThat(outputs).as(run.state().toString()).containsKey("image");
    var image = Objects.requireNonNull(outputs.get("image")).assets().getFirst();
    return runtime.runs.makings().of(TestRuntime.CALLER, image.id()).getFirst().model();
  }
}

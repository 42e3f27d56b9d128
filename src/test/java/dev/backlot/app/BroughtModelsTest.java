package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.cli.BacklotCommand;
import dev.backlot.media.Photos;
import dev.backlot.media.own.ModelFolder;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.image.FolderContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's models, from the command line to the worker process that runs them. */
class BroughtModelsTest {
  @TempDir Path models;
  @TempDir Path assets;

  @BeforeEach
  void setUp() {
    new ModelFolder(models).withClasses();
  }

  @Test
  void the_doctor_tries_each_and_the_catalogue_names_them() throws Exception {
    assertThat(told("doctor", "--models", models.toString()))
        .contains("✓ model hue          For tests (3 classes, 0.0 MB, CC0-1.0)");
    assertThat(told("steps", "image.model", "--models", models.toString()))
        .contains("text: hue, required");
    var manifest = models.resolve("hue.yaml");
    Files.writeString(manifest, Files.readString(manifest).replace("green, ", ""));
    assertThat(told("doctor", "--models", models.toString()))
        .contains("✗ model hue")
        .contains("a number for each of the 2 labels, but the network gives 1 x 3");
  }

  @Test
  void a_manifest_with_a_mistake_keeps_a_command_from_starting() throws Exception {
    var manifest = models.resolve("hue.yaml");
    Files.writeString(manifest, Files.readString(manifest).replace("softmax", "relu"));
    assertThat(told("steps", "--models", models.toString()))
        .contains("hue.yaml:7: output.activation: expected one of none, softmax, sigmoid");
  }

  @Test
  void a_worker_process_knows_them_too() throws Exception {
    try (var wiring = new Wiring(Path.of(""))) {
      wiring.useModels(models);
      wiring.useWorkers(1);
      var context = new FolderContext(assets);
      var photo = Value.of(context.bring(Photos.of("fig-in-red-bowl.jpg")));
      var step = wiring.steps().find("image.model").orElseThrow();
      var outcome = context.run(step, Map.of("image", photo, "model", Value.of("hue")));
      assertThat(outcome).isInstanceOf(Outcome.Done.class);
      assertThat(((Outcome.Done) outcome).outputs()).containsEntry("label", Value.of("red"));
    }
  }

  private static String told(String... arguments) {
    var told = new StringWriter();
    try (var wiring = new Wiring(Path.of(""))) {
      var out = new PrintWriter(told);
      BacklotCommand.commandLine(wiring, arguments).setOut(out).setErr(out).execute(arguments);
    }
    return told.toString();
  }
}

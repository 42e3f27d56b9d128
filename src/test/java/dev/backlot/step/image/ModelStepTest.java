package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.credit.Credit;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.media.load.Models;
import dev.backlot.media.own.ModelFolder;
import dev.backlot.media.own.OwnModels;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of an operator, made for these tests, look at pictures. */
class ModelStepTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final Colour ORANGE = new Colour(255, 128, 0, 255);

  @TempDir Path folder;
  @TempDir Path models;
  private Models all;
  private StepBench bench;

  @BeforeEach
  void setUp() throws Exception {
    new ModelFolder(models).withMask().withClasses().withPicture();
    all = Models.with(OwnModels.of(models));
    bench = new StepBench(IMAGING, folder, all);
  }

  @AfterEach
  void close() {
    all.close();
  }

  @Test
  void a_mask_has_the_size_of_its_picture() throws Exception {
    var given = bench.outputs("image.model", "image", half(), "model", "brightness");
    var mask = Objects.requireNonNull(given.get("mask")).assets().getFirst();
    assertThat(mask).extracting(Asset::width, Asset::height).containsExactly(80, 40);
    var pixels = bench.pixels(mask);
    assertThat(pixels.at(20 * 80 + 5, 0)).as("left, black").isLessThan(5);
    assertThat(pixels.at(20 * 80 + 75, 0)).as("right, white").isGreaterThan(250);
  }

  @Test
  void classes_come_with_the_likeliest_first() throws Exception {
    var given = bench.outputs("image.model", "image", plain(ORANGE), "model", "hue", "top", 2);
    assertThat(given).containsEntry("label", Value.of("red"));
    assertThat(StepBench.number(given, "score")).isCloseTo(0.506, within(0.01));
    assertThat(((Value.ListOf) Objects.requireNonNull(given.get("classes"))).items())
        .hasSize(2)
        .first()
        .isEqualTo(
            new Value.ObjectOf(
                Map.of(
                    "label", Value.of("red"),
                    "score", Value.of(StepBench.number(given, "score")))));
  }

  @Test
  void a_picture_grows_by_what_the_model_enlarges_and_says_where_it_comes_from() throws Exception {
    var made = bench.image("image.model", "image", plain(ORANGE), "model", "negative");
    assertThat(made).extracting(Asset::width, Asset::height).containsExactly(162, 82);
    var pixels = bench.pixels(made);
    assertThat(pixels.at(0, 0)).isLessThan(3);
    assertThat(pixels.at(0, 1)).isBetween(125, 129);
    assertThat(pixels.at(0, 2)).isGreaterThan(252);
    assertThat(Credit.of(bench.context().file(made.id())).source())
        .contains(DigitalSource.ENHANCED);
  }

  @Test
  void a_model_that_is_not_there_is_told_with_what_was_meant() throws Exception {
    bench.refused(
        "model",
        "there is no model 'brightnes', did you mean 'brightness'?",
        "image.model",
        "image",
        plain(ORANGE),
        "model",
        "brightnes");
  }

  @Test
  void without_models_a_workflow_is_refused_before_it_runs() {
    var step = new StepBench(IMAGING, folder).step("image.model");
    assertThat(step.refuse(new Literals(Map.of())))
        .contains(
            new Failure.Invalid(
                "model",
                "there are no models of your own: name their folder with --models"
                    + " (docs/models.md)"));
  }

  private Value plain(Colour colour) throws Exception {
    try (var studio = IMAGING.studio()) {
      return stored(studio.canvas(81, 41, colour));
    }
  }

  /** Black on the left, white on the right. */
  private Value half() throws Exception {
    try (var studio = IMAGING.studio()) {
      var right = studio.canvas(40, 40, Colour.WHITE);
      return stored(studio.canvas(80, 40, Colour.BLACK).overlay(right, 40, 0));
    }
  }

  private Value stored(dev.backlot.media.Picture picture) throws Exception {
    var file = Files.createTempDirectory(folder, "new").resolve("picture.png");
    picture.write(file, Encoding.intermediate());
    return Value.of(bench.context().bring(file));
  }
}

package dev.backlot.step.image;

import static dev.backlot.step.image.StepBench.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.media.load.Models;
import dev.backlot.media.own.ModelFolder;
import dev.backlot.media.own.OwnModels;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.StepInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of an operator, made for these tests, say where the subject of a cut-out is. */
class OwnMaskTest {
  private static final String STEP = "image.remove-background";
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));

  /** Where black becomes white: between two of the eight pixels that the network sees. */
  private static final int EDGE = 90;

  private static final int WIDTH = 160;
  private static final int HEIGHT = 80;

  @TempDir Path folder;
  @TempDir Path models;
  private Models all;
  private StepBench bench;

  @BeforeEach
  void setUp() throws Exception {
    var own = new ModelFolder(models);
    own.withMask().withClasses().withPicture().withSigmoidMask().withWrongMask();
    all = Models.with(OwnModels.of(models));
    bench = new StepBench(IMAGING, folder, all);
  }

  @AfterEach
  void close() {
    all.close();
  }

  /** The left is black, the right is white. */
  private Value half(int width, int edge) throws Exception {
    try (var studio = IMAGING.studio()) {
      var right = studio.canvas(width - edge, HEIGHT, Colour.WHITE);
      var picture = studio.canvas(width, HEIGHT, Colour.BLACK).overlay(right, edge, 0);
      var file = Files.createTempDirectory(folder, "new").resolve("half.png");
      picture.write(file, Encoding.intermediate());
      return Value.of(bench.context().bring(file));
    }
  }

  private Value half() throws Exception {
    return half(WIDTH, EDGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"brightness", "contrast"})
  void its_mask_is_refined_at_the_edge_of_the_picture(String model) throws Exception {
    var given = bench.outputs(STEP, "image", half(), "model", model, "mask", true);

    assertThat(StepBench.number(given, "coverage")).isCloseTo(70 / 160.0, within(0.03));
    var cut = bench.pixels(StepBench.image(given));
    var mask = bench.pixels(Objects.requireNonNull(given.get("mask")).assets().getFirst());
    int row = HEIGHT / 2 * WIDTH;
    assertThat(cut.alpha(row + 5)).isZero();
    assertThat(cut.alpha(row + EDGE - 4)).as("black beside the edge").isLessThan(40);
    assertThat(cut.alpha(row + EDGE + 3)).as("white beside the edge").isGreaterThan(215);
    assertThat(cut.alpha(row + WIDTH - 5)).isEqualTo(255);
    assertThat(mask.at(row + WIDTH - 5, 0)).isEqualTo(255);
    assertThat(mask.at(row + 5, 0)).isZero();
  }

  @Test
  void what_it_says_is_another_thing_than_what_the_bundled_one_says() throws Exception {
    var cup = bench.photo("coffee-cup.jpg");
    var own = bench.pixels(bench.image(STEP, "image", cup, "model", "contrast"));
    var bundled = bench.pixels(bench.image(STEP, "image", cup));
    long apart = 0;
    for (int i = 0; i < own.count(); i++) {
      apart += Math.abs(own.alpha(i) - bundled.alpha(i));
    }
    assertThat((double) apart / own.count()).isGreaterThan(20);
  }

  @Test
  void its_cut_out_is_trimmed_and_gets_a_background() throws Exception {
    var trimmed = bench.image(STEP, "image", half(), "model", "brightness", "trim", true);
    assertThat(trimmed.width()).isBetween(WIDTH - EDGE - 2, WIDTH - EDGE + 6);
    var blue =
        bench.pixels(
            bench.image(STEP, "image", half(), "model", "brightness", "background", "#2040c0"));
    assertThat(blue.at(5, 2)).isBetween(0xc0 - 3, 0xc0 + 3);
    assertThat(blue.bands()).isEqualTo(3);
  }

  @Test
  void a_picture_larger_than_a_network_of_any_size_may_see_is_shown_to_it_smaller()
      throws Exception {
    var wide = half(16_000, 9_000);
    var cut = bench.outputs(STEP, "image", wide, "model", "contrast");
    assertThat(StepBench.image(cut)).extracting(Asset::width).isEqualTo(16_000);
    assertThat(StepBench.number(cut, "coverage")).isCloseTo(7 / 16.0, within(0.02));
  }

  @Test
  void the_lineage_names_the_model_that_did_it() {
    var step = bench.step(STEP);
    assertThat(step.model(new StepInput(object("model", "brightness").fields())))
        .contains("brightness");
    assertThat(step.model(new StepInput(object().fields()))).contains("u2netp");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "brightnes | there is no model 'brightnes', did you mean 'brightness'?",
        "hue | expected a model that gives a mask, but 'hue' gives 3 classes",
        "negative | expected a model that gives a mask, but 'negative' gives picture",
      })
  void a_model_that_gives_no_mask_is_refused_before_and_when_it_runs(String model, String told)
      throws Exception {
    assertThat(bench.step(STEP).refuse(new Literals(object("model", model).fields())))
        .contains(new Failure.Invalid("model", told));
    bench.refused("model", told, STEP, "image", half(), "model", model);
  }

  @Test
  void a_network_that_gives_more_than_one_channel_says_so() throws Exception {
    bench.refused(
        "model",
        "the model 'colours' does not fit its manifest: expected one number for each pixel, but"
            + " the network gives 1 x 3 x 4 x 8",
        STEP,
        "image",
        half(),
        "model",
        "colours");
  }

  @Test
  void without_models_a_workflow_that_names_one_is_refused() {
    var none = new StepBench(IMAGING, folder).step(STEP);
    assertThat(none.refuse(new Literals(Map.of()))).isEmpty();
    assertThat(none.refuse(new Literals(object("model", "birefnet").fields())))
        .contains(
            new Failure.Invalid(
                "model",
                "there are no models of your own that give a mask: name their folder with --models"
                    + " (docs/models.md)"));
  }
}

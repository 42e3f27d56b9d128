package dev.backlot.step.image;

import static dev.backlot.step.image.StepBench.list;
import static dev.backlot.step.image.StepBench.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Failure;
import dev.backlot.step.Literals;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several edits of one picture, read once and written once. */
class ChainTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_chain_makes_what_its_steps_make_one_after_another(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("coffee-cup.jpg");

    var atOnce =
        bench.image(
            "image.edit",
            "image",
            photo,
            "operations",
            list(
                object("crop", object("aspect", "1:1")),
                object("blur", object("sigma", 2.0)),
                "grayscale",
                object("border", object("width", 12, "colour", "#cc3300"))),
            "format",
            "png");

    var cropped = bench.image("image.crop", "image", photo, "aspect", "1:1", "format", "png");
    var blurred = bench.image("image.blur", "image", cropped, "sigma", 2.0);
    var grey = bench.image("image.grayscale", "image", blurred);
    var last = bench.image("image.border", "image", grey, "width", 12, "colour", "#cc3300");
    assertThat(bench.pixels(atOnce).samples()).isEqualTo(bench.pixels(last).samples());
    assertThat(atOnce.name()).isEqualTo("coffee-cup-edited.png");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_size_follows_from_the_picture_as_it_then_is(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var made =
        bench.image(
            "image.edit",
            "image",
            bench.photo("coffee-cup.jpg"),
            "operations",
            list(
                object("resize", object("width", 300, "height", 300, "fit", "cover")),
                object("crop", object("width", 200, "height", 100)),
                object("resize", object("width", 50)),
                object("resize", object("width", 40, "height", 40, "fit", "pad"))));

    assertThat(made).extracting("width", "height").containsExactly(40, 40);
  }

  @Test
  void every_mistake_names_its_operation() throws Exception {
    var bench = new StepBench(BEST, folder);
    var photo = bench.photo("coffee-cup.jpg");
    Map<Object, String> mistakes =
        Map.of(
            list("graysale"),
            "did you mean 'grayscale'?",
            list("flip", object("blur", object("sigma", 900))),
            "operations[1].blur.sigma",
            list(object("blur", object("sigm", 9))),
            "operations[0].blur.sigm",
            list(object("blur", object("image", photo))),
            "operations[0].blur.image",
            list(object("tint", object("colour", "reddish"))),
            "operations[0].tint.colour",
            list(object("blur", object(), "flip", object())),
            "expected one operation",
            list(3),
            "operations[0]");

    for (var mistake : mistakes.entrySet()) {
      var outcome =
          bench.run("image.edit", "image", photo, "operations", mistake.getKey()).toString();
      assertThat(outcome).contains(mistake.getValue());
      var before =
          bench
              .step("image.edit")
              .refuse(new Literals(object("operations", mistake.getKey()).fields()));
      assertThat(before.map(Failure.Invalid::toString).orElse("")).contains(mistake.getValue());
    }
  }
}

package dev.backlot.step.image;

import static dev.backlot.step.image.StepBench.list;
import static dev.backlot.step.image.StepBench.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.backlot.media.Imaging;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
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

  @ParameterizedTest
  @MethodSource("engines")
  void convert_as_the_last_operation_writes_the_file(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("coffee-cup.jpg");
    var outputs =
        bench.outputs(
            "image.edit",
            "image",
            photo,
            "operations",
            list(
                object("resize", object("width", 400)),
                object("convert", object("format", "jpeg", "bytes_max", 12_000))));

    assertThat(StepBench.image(outputs).bytes()).isLessThanOrEqualTo(12_000);
    assertThat(outputs.get("bytes")).isEqualTo(Value.of(StepBench.image(outputs).bytes()));
    assertThat(outputs.get("quality")).isNotEqualTo(Value.of(85));
    assertThat(StepBench.image(outputs).name()).isEqualTo("coffee-cup-jpeg.jpg");
  }

  @Test
  void what_convert_says_is_not_said_twice() throws Exception {
    var bench = new StepBench(BEST, folder);
    var photo = bench.photo("coffee-cup.jpg");
    var toWebp = object("convert", object("format", "webp"));

    bench.refused(
        "operations[1]",
        "nothing can follow after the picture was written",
        "image.edit",
        "image",
        photo,
        "operations",
        list(toWebp, "grayscale"));
    bench.refused(
        "format",
        "it is said by the last operation, convert; remove one of both",
        "image.edit",
        "image",
        photo,
        "operations",
        list(toWebp),
        "format",
        "jpeg");
    bench.refused(
        "operations[1].convert.profile",
        "expected srgb, because what was edited is in sRGB",
        "image.edit",
        "image",
        photo,
        "operations",
        list("grayscale", object("convert", object("format", "webp", "profile", "keep"))));
  }

  @Test
  void what_cannot_be_done_to_the_picture_names_its_operation() throws Exception {
    var bench = new StepBench(BEST, folder);
    var outcome =
        bench.run(
            "image.edit",
            "image",
            bench.photo("coffee-cup.jpg"),
            "operations",
            list(object("resize", object("width", 40)), object("crop", object("width", 900))));

    assertThat(outcome)
        .asInstanceOf(type(Outcome.Failed.class))
        .extracting(failed -> ((Failure.Invalid) failed.failure()).field())
        .isEqualTo("operations[1].crop.width");
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

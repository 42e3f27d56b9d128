package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.credit.Credit;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Asset;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnlargeStepTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_model_keeps_transparency_and_says_that_it_was_there(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var small =
        bench.image(
            "image.resize", "image", bench.photo("handheld-console-alpha.png"), "width", 90);
    var made = bench.image("image.enlarge", "image", small, "scale", 2, "method", "model");
    assertThat(made).extracting(Asset::width, Asset::height).containsExactly(180, 182);
    var pixels = bench.pixels(made);
    assertThat(pixels.alpha(0)).isZero();
    assertThat(pixels.alpha(91 * 180 + 90)).isEqualTo(255);
    assertThat(Credit.of(bench.context().file(made.id())).source())
        .contains(DigitalSource.ENHANCED);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void lanczos_goes_by_any_whole_number(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("coffee-cup.jpg");
    var made = bench.image("image.enlarge", "image", photo, "scale", 3);
    assertThat(made).extracting(Asset::width, Asset::height).containsExactly(1920, 2874);
    assertThat(made.mediaType()).isEqualTo("image/jpeg");
    assertThat(Credit.of(bench.context().file(made.id())).source()).isEmpty();
  }

  @Test
  void what_would_be_too_large_is_refused_before_work_begins() throws Exception {
    var bench = new StepBench(BEST, folder);
    var photo = bench.photo("toy-astronaut-adobergb.jpg");
    bench.refused(
        "scale",
        "expected at most 25 megapixels with method model, but they would be 4800 x 6400",
        "image.enlarge",
        "image",
        photo,
        "scale",
        4,
        "method",
        "model");
    bench.refused(
        "scale",
        "expected 2 or 4 with method model, but 3",
        "image.enlarge",
        "image",
        photo,
        "scale",
        3,
        "method",
        "model");
    bench.refused(
        "scale",
        "expected at most 100 megapixels, but the picture is 9600 x 12800",
        "image.enlarge",
        "image",
        photo,
        "scale",
        8);
  }
}

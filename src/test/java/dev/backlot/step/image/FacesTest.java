package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FacesTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void faces_come_with_their_place_and_a_focus(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var found = bench.outputs("image.faces", "image", bench.photo("portrait.jpg"));
    assertThat(found).containsEntry("count", Value.of(1));
    assertThat(StepBench.number(found, "focus_x")).isBetween(0.42, 0.46);
    assertThat(StepBench.number(found, "focus_y")).isBetween(0.23, 0.27);
    var none = bench.outputs("image.faces", "image", bench.photo("bag-duffel.jpg"));
    assertThat(none)
        .containsEntry("count", Value.of(0))
        .containsEntry("focus_x", Value.of(0.5))
        .containsEntry("faces", StepBench.list());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_narrow_part_keeps_the_face_in_its_middle(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("portrait.jpg");
    var resized =
        bench.image("image.resize", "image", photo, "width", 300, "height", 180, "fit", "face");
    assertThat(resized).extracting(Asset::width, Asset::height).containsExactly(300, 180);
    assertThat(focus(bench, resized, "focus_y")).isBetween(0.35, 0.5);
    var cropped = bench.image("image.crop", "image", photo, "aspect", "1:2", "position", "face");
    assertThat(cropped).extracting(Asset::width, Asset::height).containsExactly(256, 512);
    assertThat(focus(bench, cropped, "focus_x")).isBetween(0.46, 0.54);
  }

  private static double focus(StepBench bench, Asset asset, String name) throws Exception {
    var found = bench.outputs("image.faces", "image", asset);
    assertThat(found).containsEntry("count", Value.of(1));
    return StepBench.number(found, name);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void without_a_face_it_is_as_if_nobody_had_asked_for_one(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("bag-duffel.jpg");
    assertThat(sized(bench, photo, "face")).isEqualTo(sized(bench, photo, "smart"));
    assertThat(bench.image("image.crop", "image", photo, "aspect", "1:2", "position", "face"))
        .isEqualTo(bench.image("image.crop", "image", photo, "aspect", "1:2"));
  }

  private static Asset sized(StepBench bench, Value photo, String fit) throws Exception {
    return bench.image("image.resize", "image", photo, "width", 90, "height", 200, "fit", fit);
  }
}

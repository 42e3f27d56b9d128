package dev.backlot.step.image;

import static dev.backlot.step.image.StepBench.list;
import static dev.backlot.step.image.StepBench.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Clips;
import dev.backlot.media.Imaging;
import dev.backlot.media.Manifests;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.credit.Credit;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a picture comes from is said on from step to step. */
class OriginTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  private static Optional<DigitalSource> source(StepBench bench, Asset asset) throws Exception {
    return Credit.of(bench.context().file(asset.id())).source();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void what_a_model_made_says_so_in_every_format_that_can(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("coffee-cup.jpg");
    var made = bench.image("image.resize", "image", photo, "width", 200, "height", 150);
    assertThat(source(bench, made)).isEmpty();
    Credit.mark(bench.context().file(made.id()), Optional.of(DigitalSource.MADE), Optional.empty());

    for (var format : imaging.writes()) {
      var resized =
          bench.image(
              "image.resize", "image", made, "width", 90, "height", 90, "format", format.word());
      assertThat(source(bench, resized)).as(format.word()).contains(DigitalSource.MADE);
      var converted = bench.image("image.convert", "image", resized, "format", format.word());
      assertThat(source(bench, converted)).as(format.word()).contains(DigitalSource.MADE);
    }
    var mixed =
        bench.image("image.watermark", "image", photo, "mark", Value.of(made), "opacity", 0.5);
    assertThat(source(bench, mixed)).contains(DigitalSource.COMPOSITE);
    var facts = bench.outputs("image.inspect", "image", mixed);
    assertThat(facts.get("source_type"))
        .isEqualTo(Value.of("compositeWithTrainedAlgorithmicMedia"));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_cut_out_was_enhanced_by_a_model(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var cut = bench.image("image.remove-background", "image", bench.photo("coffee-cup.jpg"));
    assertThat(source(bench, cut)).contains(DigitalSource.ENHANCED);
    var flipped = bench.image("image.flip", "image", cut);
    assertThat(source(bench, flipped)).contains(DigitalSource.ENHANCED);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void one_of_several_operations_was_a_models(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var operations =
        list(
            object("resize", object("width", 60)),
            object("enlarge", object("scale", 2, "method", "model")),
            "grayscale");
    var photo = bench.photo("coffee-cup.jpg");
    var edited = bench.image("image.edit", "image", photo, "operations", operations);
    assertThat(source(bench, edited)).contains(DigitalSource.ENHANCED);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_size_in_bytes_holds_with_what_a_file_says(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var made = (Value.Media) bench.photo("coffee-cup.jpg");
    Credit.mark(
        bench.context().file(made.asset().id()), Optional.of(DigitalSource.MADE), Optional.empty());
    var small = bench.image("image.convert", "image", made, "format", "jpeg", "bytes_max", 30_000);
    assertThat(small.bytes()).isLessThanOrEqualTo(30_000);
    assertThat(source(bench, small)).contains(DigitalSource.MADE);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_gif_with_content_credentials_is_told_and_what_is_made_of_it_says_so(Imaging imaging)
      throws Exception {
    var bench = new StepBench(imaging, folder);
    var clips = new Clips(folder);
    var plain = clips.make("still.gif", List.of("-frames:v", "1"), Clips.COLOURS);
    var gif = bench.context().bring(Manifests.into(plain));
    assertThat(bench.outputs("image.inspect", "image", gif))
        .containsEntry("credentials", Value.of(true))
        .containsEntry("superseded", Value.none())
        .containsEntry("source_type", Value.of("trainedAlgorithmicMedia"));

    var made = bench.image("image.resize", "image", Value.of(gif), "width", 90, "format", "png");
    // the second is made of a file that has no credentials, and knows of them nevertheless
    var second = bench.image("image.flip", "image", Value.of(made), "format", "jpeg");
    for (var one : List.of(made, second)) {
      assertThat(bench.outputs("image.inspect", "image", one))
          .containsEntry("credentials", Value.of(false))
          .containsEntry("superseded", Value.of(gif.id().toString()));
    }
  }

  @Test
  void an_animation_of_what_models_made_says_so() throws Exception {
    var bench = new StepBench(BEST, folder);
    var photo = bench.photo("coffee-cup.jpg");
    var one = bench.image("image.resize", "image", photo, "width", 60);
    var other = bench.image("image.flip", "image", Value.of(one));
    for (var frame : List.of(one, other)) {
      var file = bench.context().file(frame.id());
      Credit.mark(file, Optional.of(DigitalSource.MADE), Optional.of("sha256:abc"));
    }
    for (var format : List.of("gif", "webp")) {
      var moving =
          bench.image(
              "image.animate", "images", list(Value.of(one), Value.of(other)), "format", format);
      assertThat(Credit.of(bench.context().file(moving.id())))
          .as(format)
          .isEqualTo(new Credit(Optional.of(DigitalSource.MADE), false, Optional.of("sha256:abc")));
      assertThat(MediaProbe.facts(bench.context().file(moving.id())).animated()).isTrue();
    }
  }
}

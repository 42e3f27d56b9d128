package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.cutout.CutoutModel;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.step.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CancelledPictureTest {
  private static final int STAGES = CutoutModel.STAGES + 1;

  private static final Outcome CANCELLED =
      new Outcome.Failed(
          new Failure.Transient(
              "a picture could not be read or written: the attempt was cancelled"));

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(ImagingLoader.load(Path.of("")), new JvmImaging());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_cut_out_says_how_far_it_is_until_all_is_written(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("dog-beagle.jpg");
    var _ = bench.image("image.remove-background", "image", photo, "mask", true);
    assertThat(bench.context().told())
        .hasSize(STAGES)
        .startsWith(Progress.of("stage", 1, STAGES))
        .endsWith(Progress.of("stage", STAGES, STAGES))
        .extracting(Progress::fraction)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_cut_out_stops_before_its_next_stage_and_leaves_no_file(Imaging imaging) throws Exception {
    for (int stages : List.of(0, 2, CutoutModel.STAGES)) {
      var bench = new StepBench(imaging, Files.createDirectory(folder.resolve("after" + stages)));
      var photo = bench.photo("dog-beagle.jpg");
      var before = files(bench);
      bench.context().cancelAfter(stages);
      assertThat(bench.run("image.remove-background", "image", photo)).isEqualTo(CANCELLED);
      assertThat(bench.context().told()).as("after %d stages", stages).hasSize(stages);
      assertThat(files(bench)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_step_without_stages_writes_nothing_once_it_is_cancelled(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("dog-beagle.jpg");
    var before = files(bench);
    bench.context().cancelAfter(0);
    assertThat(bench.run("image.resize", "image", photo, "width", 100)).isEqualTo(CANCELLED);
    assertThat(files(bench)).isEqualTo(before);
  }

  private static List<Path> files(StepBench bench) throws Exception {
    try (var all = Files.walk(bench.context().folder())) {
      return all.sorted().toList();
    }
  }
}

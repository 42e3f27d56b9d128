package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Hostile;
import dev.backlot.media.HostileCorpus;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.step.Outcome;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each hostile picture is refused in words by the step that opens it, whatever the engine. */
@Timeout(120)
class HostileCorpusTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));
  private static final String NEEDS_LIBVIPS = "needs libvips";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> each_is_refused_in_words() throws Exception {
    return HostileCorpus.in(folder).stream()
        .flatMap(
            one ->
                Stream.of(BEST, new JvmImaging())
                    .map(
                        imaging ->
                            DynamicTest.dynamicTest(
                                one.name() + ", " + imaging.name(), () -> refused(imaging, one))));
  }

  private void refused(Imaging imaging, HostileCorpus.Case one) throws Exception {
    var bench = new StepBench(imaging, folder);
    var asset = bench.context().bring(one.file());
    var told = bench.run("image.resize", "image", asset, "width", 64).toString();
    assertThat(told).contains("Invalid[field=image", "expected");
    // the fallback reads no AVIF, and says so of whatever is one
    if (imaging.name().equals(BEST.name()) || !told.contains(NEEDS_LIBVIPS)) {
      assertThat(told).contains(one.words());
    }
  }

  @Test
  void a_late_frame_of_an_animation_whose_frames_are_large_is_refused() throws Exception {
    var bench = new StepBench(BEST, folder);
    var gif = bench.context().bring(new Hostile(folder).gifOfLargeFrames(9_000, 9_000, 60));
    bench.refused(
        "frame",
        "expected at most 4000 megapixels in all frames up to the one that is taken, but 60 of 9000"
            + " x 9000 are more: take an earlier one",
        "image.convert",
        "image",
        gif,
        "format",
        "png",
        "frame",
        60);
  }

  @Test
  void a_profile_that_unpacks_without_end_costs_nobody_anything() throws Exception {
    for (var imaging : new Imaging[] {BEST, new JvmImaging()}) {
      var bench = new StepBench(imaging, folder);
      var whole = HostileCorpus.whole(folder, PictureFormat.PNG);
      var bomb = bench.context().bring(new Hostile(folder).pngOfProfileWithoutEnd(whole));
      var outcome = bench.run("image.resize", "image", bomb, "width", 64);
      assertThat(outcome).isInstanceOfAny(Outcome.Done.class, Outcome.Failed.class);
    }
  }
}

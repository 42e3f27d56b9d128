package dev.backlot.media.cutout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.backlot.media.GoingOn;
import dev.backlot.media.Imaging;
import dev.backlot.media.NativeMemory;
import dev.backlot.media.Patience;
import dev.backlot.media.Photos;
import dev.backlot.media.Pixels;
import dev.backlot.media.load.ImagingLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CutoutModelTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final GoingOn ALWAYS = () -> {};
  private static final CutoutModel MODEL = CutoutModel.bundled();

  @AfterAll
  static void close() {
    MODEL.close();
  }

  @Test
  void a_product_stands_free() throws Exception {
    var cut = cut("camera-twin-lens.jpg");
    assertThat(cut.coverage()).isCloseTo(0.213, within(0.02));
    assertThat(cut.pixels().alpha(0)).isZero();
    assertThat(alpha(cut.pixels(), 640, 400)).as("in the middle of the camera").isEqualTo(255);
    assertThat(cut.mask().bands()).isEqualTo(1);
  }

  @Test
  void a_gap_in_a_smooth_surface_is_closed_but_a_handle_stays_open() throws Exception {
    assertThat(alpha(cut("console-red-cmyk.jpg").pixels(), 420, 330))
        .as("black lid")
        .isGreaterThan(250);
    assertThat(alpha(cut("bag-duffel.jpg").pixels(), 540, 200))
        .as("under the handle")
        .isLessThan(5);
  }

  @Test
  void a_second_look_finds_what_the_first_half_saw() throws Exception {
    var dog = cut("dog-beagle.jpg").pixels();
    assertThat(alpha(dog, 598, 594)).as("the white leg on a white bench").isGreaterThan(230);
    assertThat(alpha(dog, 684, 594)).as("the bench beside it").isLessThan(25);
    var cup = cut("coffee-cup.jpg").pixels();
    assertThat(alpha(cup, 320, 680)).as("the cup around the coffee").isGreaterThan(230);
  }

  @Test
  void whiskers_stand_out_from_the_ground_between_them() throws Exception {
    var cat = cut("cat-whiskers.jpg").pixels();
    assertThat(alpha(cat, 1430, 972)).as("a whisker").isGreaterThan(100);
    assertThat(alpha(cat, 1430, 945)).as("the ground beside it").isLessThan(25);
  }

  @Test
  void the_old_background_does_not_tint_the_edge() throws Exception {
    var pixels = cut("airplane-blue-sky.jpg").pixels();
    double redder = 0;
    int edge = 0;
    for (int i = 0; i < pixels.count(); i++) {
      if (pixels.alpha(i) > 30 && pixels.alpha(i) < 160) {
        redder += pixels.at(i, 2) - pixels.at(i, 0);
        edge++;
      }
    }
    assertThat(redder / edge)
        .as("how blue half-transparent pixels are; the sky has over 100")
        .isLessThan(60);
  }

  @Test
  void what_is_cut_out_already_keeps_its_alpha() throws Exception {
    try (var studio = IMAGING.studio()) {
      var picture = studio.open(Photos.of("handheld-console-alpha.png"));
      assertThat(MODEL.cut(picture, ALWAYS).pixels().samples())
          .isEqualTo(picture.pixels().samples());
    }
  }

  @Test
  void a_closed_model_says_so() throws Exception {
    var model = CutoutModel.bundled();
    model.close();
    try (var studio = IMAGING.studio()) {
      var picture = studio.open(Photos.of("coffee-cup.jpg"));
      assertThatThrownBy(() -> model.cut(picture, ALWAYS))
          .hasMessage("the model u2netp was closed");
    }
  }

  @Test
  void stages_are_told_in_order_up_to_the_last() throws Exception {
    assertThat(told("dog-beagle.jpg", Patience.endless())).isEqualTo(stages(CutoutModel.STAGES));
    assertThat(told("handheld-console-alpha.png", Patience.endless()))
        .as("of what is cut out already")
        .containsExactly(CutoutModel.STAGES);
  }

  @Test
  void one_that_nobody_waits_for_stops_before_its_next_stage() throws Exception {
    for (int checks : new int[] {0, 2, 3, 5}) {
      assertThat(stopped("dog-beagle.jpg", checks))
          .as("%d checks", checks)
          .isEqualTo(stages(checks));
    }
    int midway = 11;
    assertThat(stopped("dog-beagle.jpg", midway))
        .as("between the passes over one colour")
        .isEqualTo(stages(Stage.RIM.place()));
  }

  @Test
  void one_that_was_stopped_leaves_no_memory_behind() throws Exception {
    assumeThat(NativeMemory.used()).as("needs glibc").isPresent();
    for (int warm = 0; warm < 2; warm++) {
      var _ = stopped("dog-beagle.jpg", 3);
    }
    long before = NativeMemory.used().orElseThrow();
    int rounds = 5;
    for (int round = 0; round < rounds; round++) {
      var _ = stopped("dog-beagle.jpg", 3);
    }
    assertThat(NativeMemory.used().orElseThrow() - before)
        .as("less than the picture itself, each time")
        .isLessThan(rounds * 3L * 1_125 * 750 / 2);
  }

  private static List<Integer> stages(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  private static List<Integer> stopped(String name, int checks) throws Exception {
    var patience = Patience.of(checks);
    assertThatThrownBy(() -> told(name, patience)).hasMessage(Patience.CANCELLED);
    return patience.parts();
  }

  private static List<Integer> told(String name, Patience patience) throws Exception {
    try (var studio = IMAGING.studio()) {
      MODEL.cut(studio.open(Photos.of(name)), patience);
    }
    assertThat(patience.told()).allMatch(part -> part.all() == CutoutModel.STAGES);
    return patience.parts();
  }

  private static Cutout cut(String name) throws Exception {
    try (var studio = IMAGING.studio()) {
      return MODEL.cut(studio.open(Photos.of(name)), ALWAYS);
    }
  }

  private static int alpha(Pixels pixels, int x, int y) {
    return pixels.alpha(y * pixels.width() + x);
  }
}

package dev.backlot.step.image;

import static dev.backlot.step.image.StepBench.list;
import static dev.backlot.step.image.StepBench.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that look at several pictures, or only look; on both engines. */
class ManyPicturesTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  private static Asset small(StepBench bench, String photo, int width) throws Exception {
    return bench.image("image.resize", "image", bench.photo(photo), "width", width);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_contact_sheet_has_a_place_for_each(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var cup = small(bench, "coffee-cup.jpg", 80);
    var fig = small(bench, "fig-in-red-bowl.jpg", 120);
    var sheet =
        bench.image(
            "image.contact-sheet",
            "images",
            list(cup, fig, cup),
            "columns",
            2,
            "cell",
            100,
            "gap",
            10,
            "background",
            "#00ff00");
    assertThat(sheet).extracting(Asset::width, Asset::height).containsExactly(230, 10 + 2 * 124);
    var pixels = bench.pixels(sheet);
    assertThat(pixels.at(2, 1)).isGreaterThan(240);
    assertThat(pixels.at(60 * 230 + 170, 0)).as("red bowl").isGreaterThan(120);
    bench.refused(
        "labels",
        "expected 3 labels, one for each picture, but 1",
        "image.contact-sheet",
        "images",
        list(cup, fig, cup),
        "labels",
        list("one"));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void sprites_lie_apart_and_are_found_again(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var tall = small(bench, "coffee-cup.jpg", 40);
    var wide = small(bench, "fig-in-red-bowl.jpg", 90);
    var console = small(bench, "handheld-console-alpha.png", 50);
    var outputs =
        bench.outputs(
            "image.sprite-sheet", "images", list(wide, tall, console), "power_of_two", true);
    var sheet = StepBench.image(outputs);
    assertThat(Integer.bitCount(sheet.width())).isEqualTo(1);
    assertThat(sheet.mediaType()).isEqualTo("image/png");
    var frames = (Value.ListOf) Objects.requireNonNull(outputs.get("frames"));
    assertThat(frames.items()).hasSize(3);
    var second = ((Value.ObjectOf) frames.items().get(1)).fields();
    assertThat(second)
        .containsEntry("width", Value.of(40))
        .containsEntry("name", Value.of(tall.name()));
    int x = (int) number(second, "x");
    int y = (int) number(second, "y");
    var there = bench.pixels(sheet);
    var original = bench.pixels(tall);
    for (int i = 0; i < 40; i++) {
      assertThat(there.at((y + 20) * sheet.width() + x + i, 0))
          .isEqualTo(original.at(20 * 40 + i, 0));
    }
    bench.refused(
        "images[0]",
        "expected at most 64 pixels of width, but the picture has 90: raise width_max",
        "image.sprite-sheet",
        "images",
        list(wide),
        "width_max",
        64);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void frames_become_an_animation(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var cup = small(bench, "coffee-cup.jpg", 60);
    var fig = small(bench, "fig-in-red-bowl.jpg", 60);
    for (var format :
        imaging.name().equals("jvm") ? new String[] {"gif"} : new String[] {"gif", "webp"}) {
      var made =
          bench.image(
              "image.animate",
              "images",
              list(cup, fig, cup),
              "format",
              format,
              "delay",
              200,
              "fit",
              "pad");
      assertThat(made.mediaType()).isEqualTo("image/" + format);
      var facts = MediaProbe.facts(bench.context().file(made.id()));
      assertThat(facts.animated()).isTrue();
      assertThat(facts.width()).isEqualTo(60);
      if (format.equals("gif")) {
        assertThat(frames(bench.context().file(made.id()))).isEqualTo(3);
      }
    }
    var big = StepBench.value(cup);
    assertThat(
            bench
                .run("image.animate", "images", list(big, big), "width", 10_000, "height", 9_000)
                .toString())
        .contains("expected at most 100 megapixels in all frames together");
    if (imaging.name().equals("jvm")) {
      assertThat(bench.run("image.animate", "images", list(cup, fig), "format", "webp").toString())
          .contains("format", "writing WEBP needs libvips");
    }
  }

  private static int frames(Path gif) throws Exception {
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var in = ImageIO.createImageInputStream(gif.toFile())) {
      reader.setInput(in);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_palette_names_what_the_eye_sees(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var outputs =
        bench.outputs("image.palette", "image", bench.photo("fig-in-red-bowl.jpg"), "count", 4);
    var colours = (Value.ListOf) Objects.requireNonNull(outputs.get("colours"));
    assertThat(colours.items()).hasSize(4);
    double sum = 0;
    boolean red = false;
    for (var one : colours.items()) {
      var fields = ((Value.ObjectOf) one).fields();
      sum += number(fields, "share");
      var colour = Colour.parse(Objects.requireNonNull(fields.get("hex")).inText()).orElseThrow();
      red |= colour.red() > 130 && colour.green() < 90;
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
    assertThat(red).as("the bowl").isTrue();
    assertThat(outputs.get("text")).isEqualTo(Value.of("#ffffff"));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void copies_of_a_photo_are_found_whatever_was_done_to_them(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var cup = bench.photo("coffee-cup.jpg").assets().getFirst();
    var copy =
        bench.image(
            "image.convert",
            "image",
            small(bench, "coffee-cup.jpg", 300),
            "format",
            "jpeg",
            "quality",
            40);
    var lighter = bench.image("image.adjust", "image", copy, "brightness", 0.2);
    var fig = small(bench, "fig-in-red-bowl.jpg", 300);
    var cat = small(bench, "cat-whiskers.jpg", 300);
    var outputs = bench.outputs("image.duplicates", "images", list(copy, fig, cup, cat, lighter));
    assertThat(outputs.get("groups")).isEqualTo(list(list(2, 0, 4)));
    assertThat(Objects.requireNonNull(outputs.get("unique")).assets())
        .containsExactly(fig, cup, cat);
    assertThat(Objects.requireNonNull(outputs.get("duplicates")).assets())
        .containsExactly(copy, lighter);
    assertThat(
            Objects.requireNonNull(bench.outputs("image.hash", "image", cup).get("phash")).inText())
        .matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void quality_finds_what_is_wrong(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var cat = bench.photo("cat-whiskers.jpg");
    var good = bench.outputs("image.quality", "image", cat);
    assertThat(good.get("issues")).isEqualTo(list());
    assertThat(number(good, "score")).isGreaterThan(0.8);
    var blurred =
        bench.outputs(
            "image.quality", "image", bench.image("image.blur", "image", cat, "sigma", 10));
    assertThat(blurred.get("issues")).isEqualTo(list("blurred"));
    assertThat(number(blurred, "score")).isLessThan(0.4);
    var dark =
        bench.outputs(
            "image.quality", "image", bench.image("image.adjust", "image", cat, "brightness", -1));
    assertThat(Objects.requireNonNull(dark.get("issues"))).isEqualTo(list("too-dark"));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void comparing_tells_how_much_and_where(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var fig = small(bench, "fig-in-red-bowl.jpg", 300);
    var same = bench.outputs("image.compare", "image", fig, "other", fig);
    assertThat(number(same, "ssim")).isCloseTo(1, within(1e-9));
    assertThat(number(same, "changed")).isZero();
    var layers =
        list(StepBench.object("type", "box", "colour", "#0000ff", "width", 0.5, "height", 0.5));
    var marked = bench.image("image.layers", "image", fig, "layers", layers);
    var outputs = bench.outputs("image.compare", "image", fig, "other", marked);
    assertThat(number(outputs, "changed")).isCloseTo(0.25, within(0.03));
    assertThat(number(outputs, "ssim")).isBetween(0.4, 0.9);
    var shown = bench.pixels(StepBench.image(outputs));
    assertThat(shown.at(20 * 300 + 20, 0) - shown.at(20 * 300 + 20, 1)).isGreaterThan(80);
    assertThat(Math.abs(shown.at(190 * 300 + 280, 0) - shown.at(190 * 300 + 280, 1))).isLessThan(3);
    bench.refused(
        "other",
        "expected a picture of the same shape, 300 x 203, but it is 640 x 958: crop it first",
        "image.compare",
        "image",
        fig,
        "other",
        bench.photo("coffee-cup.jpg"));
  }
}

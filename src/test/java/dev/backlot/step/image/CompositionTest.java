package dev.backlot.step.image;

import static dev.backlot.step.image.StepBench.list;
import static dev.backlot.step.image.StepBench.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.media.Box;
import dev.backlot.media.Colour;
import dev.backlot.media.Hostile;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.TextStyle;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers, words and designs, on both engines. */
class CompositionTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  private static Value.ObjectOf box(String colour, Object... more) {
    var fields = new LinkedHashMap<>(object("type", "box", "colour", colour).fields());
    fields.putAll(object(more).fields());
    return new Value.ObjectOf(fields);
  }

  private static Asset canvas(StepBench bench, int side) throws Exception {
    var design =
        object(
            "layers", list(box("#ffffff")),
            "sizes", list(object("width", side, "height", side)));
    return StepBench.images(bench.outputs("image.template", "design", design)).getFirst();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void layers_lie_where_their_boxes_are_and_blend(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var layers =
        list(
            box("#808080"),
            box("#ff0000", "x", 0.5, "width", 0.5, "height", 0.5),
            box("#808080", "y", 0.5, "width", 0.5, "height", 0.5, "blend", "multiply"),
            box("#0000ff", "x", 0.5, "y", 0.5, "opacity", 0.5));
    var made =
        bench.image("image.layers", "image", canvas(bench, 40), "layers", layers, "format", "png");
    var pixels = bench.pixels(made);
    assertThat(rgb(pixels, 10, 10)).isEqualTo("808080");
    assertThat(rgb(pixels, 30, 10)).isEqualTo("ff0000");
    assertThat(rgb(pixels, 10, 30)).isEqualTo("404040");
    assertThat(pixels.at(30 * 40 + 30, 2)).isBetween(189, 194);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_mask_and_a_radius_let_the_ground_through(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var half = list(box("#000000"), box("#ffffff", "x", 0.5, "width", 0.5));
    var mask = bench.image("image.layers", "image", canvas(bench, 40), "layers", half);
    var layers =
        list(
            box("#00ff00", "mask", mask),
            box("#ff0000", "width", 0.4, "height", 0.4, "radius", 0.5));
    var made =
        bench.image("image.layers", "image", canvas(bench, 40), "layers", layers, "format", "png");
    var pixels = bench.pixels(made);
    assertThat(rgb(pixels, 10, 30)).isEqualTo("ffffff");
    assertThat(rgb(pixels, 30, 30)).isEqualTo("00ff00");
    assertThat(rgb(pixels, 8, 8)).isEqualTo("ff0000");
    assertThat(rgb(pixels, 0, 0)).isEqualTo("ffffff");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void every_mistake_in_a_layer_names_its_field(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var image = canvas(bench, 20);
    mistake(
        bench,
        image,
        box("beige"),
        "layers[0].colour",
        "expected a colour such as #f3efe8, but 'beige'");
    mistake(bench, image, box("#fff", "opacity", 2), "layers[0].opacity", "expected 0 to 1, but 2");
    mistake(
        bench,
        image,
        object("image", "photo.jpg"),
        "layers[0].image",
        "expected an image, but text");
    mistake(
        bench,
        image,
        box("#fff", "blend", "burn"),
        "layers[0].blend",
        "expected one of normal, multiply, screen, overlay, darken, lighten, colour-dodge,"
            + " colour-burn, hard-light, soft-light, difference, exclusion, but 'burn'");
    bench.refused(
        "layers[0].size",
        "there is no such field; expected one of angle, blend, colour, direction, height, hidden,"
            + " id, mask, opacity, position, radius, shadow, to, type, width, x, y",
        "image.layers",
        "image",
        image,
        "layers",
        list(box("#fff", "size", 9)));
    bench.refused(
        "layers",
        "expected a list of 1 to 50 layers, but text",
        "image.layers",
        "image",
        image,
        "layers",
        "none");
  }

  private static void mistake(
      StepBench bench, Asset image, Value layer, String field, String message) throws Exception {
    bench.refused(field, message, "image.layers", "image", image, "layers", list(layer));
    assertThat(bench.step("image.layers").refuse(new Literals(Map.of("layers", list(layer)))))
        .hasValue(new Failure.Invalid(field, message));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void words_shrink_until_they_fit_their_box(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var words = "Fresh figs every morning";
    try (var studio = imaging.studio()) {
      var style = new TextStyle("DejaVu Sans", true, 90, Colour.BLACK, 200, TextStyle.Align.LOW);
      var fitted = FittedText.draw(studio, words, style, 6, 60, true);
      assertThat(fitted.width()).isLessThanOrEqualTo(200);
      assertThat(fitted.height()).isBetween(30, 60);
      assertThatThrownBy(() -> FittedText.draw(studio, words, style, 60, 60, true))
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("in letters of 60 pixels, but there are too many");
    }
    var image = canvas(bench, 200);
    var made =
        bench.image(
            "image.text",
            "image",
            image,
            "text",
            words,
            "size",
            200,
            "width",
            120,
            "height",
            50,
            "position",
            "top",
            "margin",
            0);
    var seen = Border.within(bench.pixels(made), Colour.WHITE, 60).orElseThrow();
    assertThat(seen.bottom()).isLessThanOrEqualTo(50);
    assertThat(seen.width()).isBetween(60, 120);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void letters_beyond_all_measure_are_refused_before_they_are_drawn(Imaging imaging)
      throws Exception {
    var bench = new StepBench(imaging, folder);
    var image = canvas(bench, 50);
    var much = "word ".repeat(390);
    bench.refused(
        "text",
        "expected fewer or smaller letters, but 1950 of 2000 pixels take more than 100 megapixels",
        "image.text",
        "image",
        image,
        "text",
        much,
        "size",
        2000);
    var wide = StepBench.object("type", "text", "text", much, "size", 1, "wrap", false);
    var outcome = bench.run("image.layers", "image", image, "layers", list(wide));
    assertThat(outcome.toString()).contains("layers[0].text", "but there are too many");
    var area = box("#ff0000", "width", 2, "height", 2);
    var large = bench.image("image.pad", "image", image, "width", 9000);
    assertThat(bench.run("image.layers", "image", large, "layers", list(area)).toString())
        .contains("layers[0].width", "18000 x 100");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void arabic_and_hebrew_start_at_the_right(Imaging imaging) throws Exception {
    try (var studio = imaging.studio()) {
      for (var words :
          new String[] {
            "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645\n.",
            "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd\n."
          }) {
        var style = new TextStyle("DejaVu Sans", false, 40, Colour.BLACK, 600, TextStyle.Align.LOW);
        var drawn = studio.text(words + "\n\u05d0", style).flatten(Colour.WHITE);
        var last = drawn.crop(new Box(0, drawn.height() - 30, drawn.width(), 30));
        var ink = Border.within(last.pixels(), Colour.WHITE, 60).orElseThrow();
        assertThat(ink.left()).as(words).isGreaterThan(drawn.width() / 2);
      }
    }
  }

  private static void assertHasFont(Imaging imaging, String words) {
    var glyphs = imaging.typefaces().glyphs();
    assertThat(words.codePoints())
        .as("fonts of this machine: apt-get install fonts-wqy-microhei")
        .allMatch(letter -> glyphs.fontWith(letter).isPresent());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void chinese_is_drawn_in_another_font_and_wraps_between_letters(Imaging imaging)
      throws Exception {
    var words = "春夏新品木质台灯";
    assertHasFont(imaging, words);
    var bench = new StepBench(imaging, folder);
    var made =
        bench.image(
            "image.text",
            "image",
            canvas(bench, 400),
            "text",
            words,
            "size",
            64,
            "width",
            290,
            "position",
            "centre");
    var ink = Border.within(bench.pixels(made), Colour.WHITE, 60).orElseThrow();
    assertThat(ink.width()).as("four letters and no fifth").isBetween(220, 290);
    assertThat(ink.height()).as("two lines").isBetween(110, 190);
    var read = bench.outputs("image.read-text", "image", made).get("text");
    assertThat(read).isEqualTo(Value.of("春夏新品\n木质台灯"));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void japanese_and_korean_are_drawn_letter_by_letter(Imaging imaging) throws Exception {
    try (var studio = imaging.studio()) {
      for (var words : new String[] {"こんにちは", "安心カメラ", "안녕하세요"}) {
        assertHasFont(imaging, words);
        var style = new TextStyle("DejaVu Sans", false, 40, Colour.BLACK, 600, TextStyle.Align.LOW);
        var drawn = studio.text(words, style).flatten(Colour.WHITE);
        assertThat(drawn.width()).as(words).isBetween(4 * 36, 5 * 48);
        var looks = new HashSet<String>();
        for (int i = 0; i < words.length(); i++) {
          var letter = studio.text(words.substring(i, i + 1), style).flatten(Colour.WHITE);
          looks.add(Arrays.toString(letter.resize(Scaling.exactly(12, 12)).pixels().samples()));
        }
        assertThat(looks).as(words).hasSize(words.length());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void letters_that_no_font_has_are_refused(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var nobody = Character.toString(0x10FFFD);
    var outcome =
        bench.run("image.text", "image", canvas(bench, 50), "text", "Caf\u00e9 " + nobody);
    assertThat(outcome.toString())
        .contains("text", "expected letters that an installed font has, but none has " + nobody);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_watermark_stands_in_a_corner_or_everywhere(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var image = canvas(bench, 200);
    var corner =
        bench.image(
            "image.watermark",
            "image",
            image,
            "text",
            "(c) Studio",
            "colour",
            "#000000",
            "opacity",
            1.0,
            "size",
            0.3);
    var ink = Border.within(bench.pixels(corner), Colour.WHITE, 60).orElseThrow();
    assertThat(ink.left()).isGreaterThan(110);
    assertThat(ink.top()).isGreaterThan(120);
    var all =
        bench.image(
            "image.watermark",
            "image",
            image,
            "mark",
            bench.photo("handheld-console-alpha.png"),
            "size",
            0.15,
            "tiled",
            true,
            "angle",
            20,
            "opacity",
            0.4);
    var everywhere = Border.within(bench.pixels(all), Colour.WHITE, 40).orElseThrow();
    assertThat(everywhere.width()).isGreaterThan(180);
    assertThat(everywhere.height()).isGreaterThan(150);
    bench.refused(
        "mark",
        "expected 'mark' or 'text', but neither is given",
        "image.watermark",
        "image",
        image);
    assertThat(
            bench
                .run(
                    "image.watermark",
                    "image",
                    canvas(bench, 600),
                    "text",
                    "x",
                    "size",
                    0.01,
                    "tiled",
                    true,
                    "gap",
                    0.0)
                .toString())
        .contains("expected at most 2000 marks");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_design_is_drawn_in_every_size_with_its_own_changes(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var design =
        object(
            "background", "{{ground}}",
            "layers",
                list(
                    object("id", "photo", "image", "{{photo}}", "height", 0.5),
                    object(
                        "id",
                        "words",
                        "type",
                        "text",
                        "text",
                        "Only {{price}}",
                        "y",
                        0.5,
                        "size",
                        0.3,
                        "colour",
                        "#ffffff"),
                    box("#00ff00", "id", "badge", "width", 0.2, "height", 0.2)),
            "sizes",
                list(
                    object("name", "square", "width", 100, "height", 100),
                    object(
                        "name",
                        "wide",
                        "width",
                        200,
                        "height",
                        100,
                        "layers",
                        object(
                            "photo",
                            object("height", 1, "width", 0.5, "fit", "smart"),
                            "words",
                            object("x", 0.5, "y", 0),
                            "badge",
                            object("hidden", true)))));
    var values =
        object("ground", "#0000ff", "price", 12.5, "photo", bench.photo("fig-in-red-bowl.jpg"));
    var outputs = bench.outputs("image.template", "design", design, "values", values);
    assertThat(outputs.get("names")).isEqualTo(list("square", "wide"));
    var square = StepBench.images(outputs).getFirst();
    var wide = StepBench.images(outputs).getLast();
    assertThat(wide).extracting(Asset::width, Asset::height).containsExactly(200, 100);
    assertThat(rgb(bench.pixels(square), 10, 10)).isEqualTo("00ff00");
    assertThat(rgb(bench.pixels(square), 2, 98)).isEqualTo("0000ff");
    assertThat(rgb(bench.pixels(wide), 10, 10)).isNotEqualTo("00ff00");
    assertThat(rgb(bench.pixels(wide), 198, 98)).isEqualTo("0000ff");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_design_says_which_of_its_fields_is_wrong(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    wrong(
        bench,
        "design.layers[0].text",
        "there is no value 'headline'; given are price",
        object("type", "text", "text", "{{headline}}"),
        object("width", 9, "height", 9));
    wrong(
        bench,
        "design.sizes[0].height",
        "expected a value, but there is none",
        box("#fff"),
        object("width", 9));
    wrong(
        bench,
        "design.sizes[0].layers.a.opacity",
        "expected a number, but text",
        box("#fff", "id", "a"),
        object("width", 9, "height", 9, "layers", object("a", object("opacity", "half"))));
    wrong(
        bench,
        "design.sizes[0].layers.b",
        "there is no such field; expected one of a",
        box("#fff", "id", "a"),
        object("width", 9, "height", 9, "layers", object("b", object("x", 0))));
    wrong(
        bench,
        "design.sizes[0]",
        "expected at most 100 megapixels, but the picture is 16000 x 16000",
        box("#fff"),
        object("width", 16000, "height", 16000));
    var many = Collections.nCopies(51, object("width", 9, "height", 9)).toArray();
    bench.refused(
        "design.sizes",
        "expected 1 to 50 items, but 51",
        "image.template",
        "design",
        object("layers", list(box("#fff")), "sizes", list(many)));
    var pdf = bench.context().bring(new Hostile(folder).pdfNamedJpeg());
    var shown = object("layers", list(object("image", "{{it}}")), "sizes", list(many[0]));
    bench.refused(
        "design.layers[0].image",
        "expected a JPEG, PNG, WebP, AVIF or GIF image, but the content is a PDF document"
            + " (application/pdf)",
        "image.template",
        "design",
        shown,
        "values",
        object("it", pdf));
    var draft =
        object(
            "layers",
            list(box("{{ground}}", "opacity", 7)),
            "sizes",
            list(object("width", 9, "height", 9)));
    assertThat(bench.step("image.template").refuse(new Literals(Map.of("design", draft))))
        .hasValue(new Failure.Invalid("design.layers[0].opacity", "expected 0 to 1, but 7"));
  }

  private static void wrong(StepBench bench, String field, String message, Value layer, Value size)
      throws Exception {
    var design = object("layers", list(layer), "sizes", list(size));
    bench.refused(field, message, "image.template", "design", design, "values", object("price", 1));
  }

  private static String rgb(Pixels pixels, int x, int y) {
    int i = y * pixels.width() + x;
    return "%02x%02x%02x".formatted(pixels.at(i, 0), pixels.at(i, 1), pixels.at(i, 2));
  }
}

package dev.backlot.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Scaling.Fit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine promises. */
public abstract class ImagingContract {
  @TempDir Path folder;
  private Imaging imaging;
  private Studio studio;

  protected abstract Imaging imaging(Typefaces typefaces);

  @BeforeEach
  void open() {
    imaging = imaging(Typefaces.installed());
    studio = imaging.studio();
  }

  @AfterEach
  void close() {
    studio.close();
  }

  @Test
  void it_says_who_it_is() {
    assertThat(imaging.name()).isNotBlank();
    assertThat(imaging.version()).matches("\\d+\\..*");
    assertThat(imaging.writes()).contains(PictureFormat.JPEG, PictureFormat.PNG);
  }

  @Test
  void orientation_is_applied() throws Exception {
    var robot = studio.open(Photos.of("toy-robot-exif6-displayp3.jpg"));
    assertThat(robot).extracting(Picture::width, Picture::height).containsExactly(1350, 1800);
    // The head is at the top: white with an orange face, at the foot of the picture there is only
    // carpet.
    colour(robot, 676, 560, 70, 73, 74, 255);
    assertThat(mean(robot, new Box(640, 390, 80, 20), 0))
        .isGreaterThan(mean(robot, new Box(640, 1700, 80, 20), 0));
  }

  @Test
  void a_wide_gamut_becomes_srgb() throws Exception {
    // The stored Adobe RGB numbers of this blue foot are 27, 49, 111; by the standard's formula
    // sRGB is 0, 45, 113.
    colour(studio.open(Photos.of("toy-astronaut-adobergb.jpg")), 720, 1220, 0, 45, 113, 6);
    // Stored as 91, 33, 38.
    colour(studio.open(Photos.of("toy-astronaut-adobergb.jpg")), 640, 620, 104, 27, 33, 6);
  }

  @Test
  void cmyk_becomes_srgb() throws Exception {
    var console = studio.open(Photos.of("console-red-cmyk.jpg"));
    assertThat(console.pixels().bands()).isEqualTo(3);
    assertThat(mean(console, new Box(150, 600, 40, 20), 0)).isGreaterThan(160);
    assertThat(mean(console, new Box(150, 600, 40, 20), 1)).isLessThan(70);
    colour(console, 10, 10, 254, 254, 254, 4);
  }

  @Test
  void sixteen_bits_become_eight() throws Exception {
    var console = studio.open(Photos.of("handheld-console-16bit.png"));
    var stored = ImageIO.read(Photos.of("handheld-console-16bit.png").toFile()).getRaster();
    for (int band = 0; band < 3; band++) {
      assertThat(mean(console, new Box(300, 300, 1, 1), band))
          .isCloseTo(stored.getSample(300, 300, band) / 257.0, within(1.5));
    }
  }

  @Test
  void transparency_is_kept_and_flattened() throws Exception {
    var console = studio.open(Photos.of("handheld-console-alpha.png"));
    assertThat(console.hasAlpha()).isTrue();
    assertThat(console.pixels().coverage()).isCloseTo(0.448, within(0.005));
    var flat = console.flatten(new Colour(10, 200, 30, 255));
    assertThat(flat.hasAlpha()).isFalse();
    colour(flat, 0, 0, 10, 200, 30, 1);
  }

  @Test
  void jpeg_bytes_named_webp_open() throws Exception {
    assertThat(studio.open(Photos.of("hibiscus-jpeg-bytes-named.webp")).width()).isEqualTo(1079);
    assertThat(studio.open(Photos.of("yellow-poppy.webp")).width()).isEqualTo(1800);
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void a_fit_gives_the_size_it_promises(Fit fit) throws Exception {
    var photo = studio.open(Photos.of("coffee-cup.jpg"));
    var sized = photo.resize(new Scaling(300, 300, fit, false));
    int width = fit == Fit.INSIDE ? 200 : 300;
    assertThat(sized).extracting(Picture::width, Picture::height).containsExactly(width, 300);
  }

  @Test
  void nothing_grows_unless_asked() throws Exception {
    var photo = studio.open(Photos.of("coffee-cup.jpg"));
    assertThat(photo.resize(Scaling.inside(5000, 5000)).width()).isEqualTo(640);
    assertThat(photo.resize(new Scaling(500, 1200, Fit.COVER, false)))
        .extracting(Picture::width, Picture::height)
        .containsExactly(500, 958);
    assertThat(photo.resize(new Scaling(1280, 5000, Fit.INSIDE, true)).height()).isEqualTo(1916);
  }

  @Test
  void a_crop_is_the_part_named() {
    var chess =
        studio.canvas(40, 40, Colour.WHITE).overlay(studio.canvas(10, 10, Colour.BLACK), 20, 10);
    var part = chess.crop(new Box(20, 10, 10, 10));
    assertThat(part.width()).isEqualTo(10);
    colour(part, 0, 0, 0, 0, 0, 0, 10);
    colour(chess, 30, 20, 255, 255, 255, 0, 10);
  }

  @Test
  void a_larger_canvas_keeps_the_picture_in_its_place() {
    var wide =
        studio.canvas(10, 10, Colour.BLACK).extend(40, 30, 20, 10, new Colour(0, 0, 255, 255));
    assertThat(wide).extracting(Picture::width, Picture::height).containsExactly(40, 30);
    colour(wide, 20, 10, 0, 0, 0, 0, 10);
    colour(wide, 0, 0, 0, 0, 255, 0, 10);
  }

  @Test
  void half_transparent_over_white_is_half_way() {
    var veil = studio.canvas(10, 10, new Colour(255, 0, 0, 128));
    var mixed = studio.canvas(10, 10, Colour.WHITE).overlay(veil, 0, 0);
    assertThat(mixed.hasAlpha()).isFalse();
    colour(mixed, 0, 0, 255, 127, 127, 2, 10);
  }

  @Test
  void what_hangs_over_the_edge_is_cut_off() {
    var mixed =
        studio.canvas(10, 10, Colour.WHITE).overlay(studio.canvas(30, 30, Colour.BLACK), -25, -25);
    assertThat(mixed.width()).isEqualTo(10);
    colour(mixed, 0, 0, 0, 0, 0, 0, 5);
    colour(mixed, 5, 5, 255, 255, 255, 0, 5);
  }

  @Test
  void a_shadow_is_soft_and_reaches_beyond() {
    var shadow =
        studio.canvas(60, 60, new Colour(255, 0, 0, 254)).shadow(new Shadow(5, 0.5, Colour.BLACK));
    assertThat(shadow.width()).isEqualTo(90);
    var pixels = shadow.pixels();
    assertThat(pixels.alpha(45 * 90 + 45)).isBetween(120, 130);
    assertThat(pixels.alpha(45 * 90 + 15)).as("half as dark at the edge").isBetween(45, 80);
    assertThat(pixels.alpha(0)).isLessThan(3);
    assertThat(pixels.at(45 * 90 + 45, 0))
        .as("the shadow's colour, not the subject's")
        .isLessThan(3);
  }

  @Test
  void something_opaque_casts_a_shadow_as_a_whole() {
    var shadow = studio.canvas(30, 30, Colour.WHITE).shadow(new Shadow(2, 1, Colour.BLACK));
    assertThat(shadow.pixels().alpha(21 * 42 + 21)).isGreaterThan(250);
    assertThat(shadow.hasAlpha()).isTrue();
  }

  @Test
  void a_mask_becomes_alpha() {
    var mask = new Pixels(2, 1, 1, new byte[] {0, (byte) 200});
    var masked = studio.canvas(2, 1, Colour.WHITE).withAlpha(mask).pixels();
    assertThat(masked.alpha(0)).isZero();
    assertThat(masked.alpha(1)).isEqualTo(200);
    assertThat(studio.picture(mask).pixels().at(1, 2)).as("alone it is grey").isEqualTo(200);
  }

  @Test
  void right_angles_turn_clockwise_and_mirrors_mirror() {
    var chess =
        studio.canvas(40, 20, Colour.WHITE).overlay(studio.canvas(10, 10, Colour.BLACK), 0, 0);
    var turned = chess.turned(1);
    assertThat(turned).extracting(Picture::width, Picture::height).containsExactly(20, 40);
    colour(turned, 10, 0, 0, 0, 0, 0, 10);
    colour(chess.turned(2), 30, 10, 0, 0, 0, 0, 10);
    colour(chess.turned(3), 0, 30, 0, 0, 0, 0, 10);
    colour(chess.flipped(Axis.HORIZONTAL), 30, 0, 0, 0, 0, 0, 10);
    colour(chess.flipped(Axis.VERTICAL), 0, 10, 0, 0, 0, 0, 10);
  }

  @Test
  void any_angle_grows_the_ground() {
    var tilted = studio.canvas(100, 100, Colour.BLACK).rotated(45, new Colour(0, 255, 0, 255));
    assertThat(tilted.width()).isCloseTo(141, within(2));
    colour(tilted, 0, 0, 0, 255, 0, 0, 10);
    colour(tilted, 65, 65, 0, 0, 0, 0, 10);
    var clear = studio.canvas(100, 100, Colour.BLACK).rotated(45, Colour.TRANSPARENT);
    assertThat(clear.hasAlpha()).isTrue();
    assertThat(clear.pixels().alpha(0)).isZero();
  }

  @ParameterizedTest
  @EnumSource(BlendMode.class)
  void colours_mix_by_the_formula_of_their_mode(BlendMode mode) {
    var ground = studio.canvas(8, 8, new Colour(50, 120, 200, 255));
    var upper = studio.canvas(8, 8, new Colour(200, 90, 30, 255));
    var expected = new int[3];
    int[] below = {50, 120, 200};
    int[] above = {200, 90, 30};
    for (int i = 0; i < 3; i++) {
      expected[i] = (int) Math.round(255 * mode.mix(below[i] / 255.0, above[i] / 255.0));
    }
    var mixed = ground.blend(upper, 0, 0, mode);
    colour(mixed, 0, 0, expected[0], expected[1], expected[2], 2, 8);
    assertThat(mixed.hasAlpha()).isFalse();
  }

  @Test
  void a_blur_spreads_edges_and_keeps_colours_from_what_cannot_be_seen() {
    var edge =
        studio.canvas(60, 60, Colour.WHITE).overlay(studio.canvas(30, 60, Colour.BLACK), 0, 0);
    var soft = edge.blurred(5);
    assertThat(mean(soft, new Box(29, 20, 2, 20), 0)).isBetween(115.0, 140.0);
    assertThat(mean(soft, new Box(0, 20, 5, 20), 0)).isLessThan(6);
    var red = studio.canvas(20, 20, new Colour(255, 0, 0, 254));
    var hidden = studio.canvas(60, 60, new Colour(0, 0, 255, 0)).overlay(red, 20, 20);
    var pixels = hidden.blurred(4).pixels();
    int beside = 30 * 60 + 17;
    assertThat(pixels.alpha(beside)).isBetween(20, 120);
    assertThat(pixels.at(beside, 0)).isGreaterThan(245);
    assertThat(pixels.at(beside, 2)).isLessThan(10);
  }

  @Test
  void sharpening_raises_the_contrast_of_edges() {
    var dark = studio.canvas(40, 40, new Colour(100, 100, 100, 255));
    var edge = dark.overlay(studio.canvas(20, 40, new Colour(160, 160, 160, 255)), 0, 0);
    var sharp = edge.sharpened(2, 1);
    assertThat(mean(sharp, new Box(18, 10, 1, 10), 0)).isGreaterThan(166);
    assertThat(mean(sharp, new Box(21, 10, 1, 10), 0)).isLessThan(94);
    assertThat(mean(sharp, new Box(2, 10, 4, 10), 0)).isCloseTo(160, within(1.0));
  }

  @Test
  void tables_and_matrices_change_colours_and_leave_alpha() {
    var veil = studio.canvas(10, 10, new Colour(200, 100, 50, 128));
    var inverted = veil.toned(Tones.of(level -> 1 - level)).pixels();
    assertThat(List.of(inverted.at(0, 0), inverted.at(0, 1), inverted.at(0, 2), inverted.at(0, 3)))
        .containsExactly(55, 155, 205, 128);
    var grey = veil.recoloured(ColourMatrix.GREY).pixels();
    assertThat(grey.at(0, 0)).isEqualTo(grey.at(0, 2)).isCloseTo(118, within(1));
    assertThat(grey.at(0, 3)).isEqualTo(128);
    colour(
        studio.canvas(9, 9, Colour.WHITE).recoloured(ColourMatrix.SEPIA),
        0,
        0,
        255,
        255,
        239,
        1,
        9);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fit.class,
      names = {"SMART", "ENTROPY"})
  void a_clever_crop_keeps_what_there_is_to_see(Fit fit) {
    var wall = studio.canvas(300, 100, new Colour(220, 220, 220, 255));
    var chess = studio.canvas(60, 60, new Colour(200, 20, 20, 255));
    for (int i = 0; i < 6; i++) {
      chess =
          chess.overlay(studio.canvas(10, 10, new Colour(10 + 30 * i, 10, 90, 255)), 10 * i, 9 * i);
    }
    var kept = wall.overlay(chess, 230, 20).resize(new Scaling(100, 100, fit, false));
    assertThat(mean(kept, new Box(0, 0, 100, 100), 1)).isLessThan(180);
  }

  @Test
  void words_have_their_colour_and_wrap() throws Exception {
    var style =
        new TextStyle(
            "DejaVu Sans", true, 40, new Colour(200, 0, 0, 255), 1000, TextStyle.Align.LOW);
    var line = studio.text("a < b & c", style);
    assertThat(line.hasAlpha()).isTrue();
    assertThat(line.height()).isBetween(25, 60);
    var seen = line.pixels().visible(200);
    colour(
        line.crop(seen).flatten(Colour.WHITE).resize(Scaling.exactly(1, 1)),
        0,
        0,
        235,
        170,
        170,
        50,
        1);
    var narrow = new TextStyle("DejaVu Sans", true, 40, Colour.BLACK, 120, TextStyle.Align.LOW);
    assertThat(studio.text("some words to wrap", narrow).height()).isGreaterThan(2 * line.height());
  }

  @Test
  void words_are_drawn_in_a_font_of_a_folder() throws Exception {
    var typefaces = Typefaces.of(Path.of("src/test/resources/fonts"));
    var style = new TextStyle("Test Blocks", false, 40, Colour.BLACK, 1000, TextStyle.Align.LOW);
    try (var own = imaging(typefaces).studio()) {
      // its letters are full squares
      var words = own.text("Ab1", style);
      assertThat(words.width()).isBetween(110, 130);
      assertThat(mean(words, new Box(2, 2, 116, 36), 3)).isGreaterThan(250);
    }
  }

  @Test
  void a_font_that_is_nowhere_is_refused() {
    var style = new TextStyle("DejaVu Sanz", false, 40, Colour.BLACK, 1000, TextStyle.Align.LOW);
    assertThatThrownBy(() -> studio.text("words", style))
        .isInstanceOf(MediaException.class)
        .hasMessage(
            "expected the family of a font that is here (backlot doctor lists them, --fonts brings"
                + " your own), but none is called 'DejaVu Sanz', did you mean 'DejaVu Sans'?");
  }

  @Test
  void what_is_written_is_what_is_read() throws Exception {
    var photo = studio.open(Photos.of("fig-in-red-bowl.jpg")).resize(Scaling.inside(400, 400));
    for (var format : imaging.writes()) {
      var file = folder.resolve("fig." + format.extension());
      photo.write(file, Encoding.of(format));
      assertThat(MediaProbe.facts(file).mediaType()).isEqualTo(format.mediaType());
      assertThat(MediaProbe.facts(file).width()).isEqualTo(400);
      assertThat(Likeness.difference(studio.open(file), photo)).as(format.word()).isLessThan(3);
    }
  }

  @Test
  void quality_decides_the_size_and_metadata_is_gone() throws Exception {
    var photo =
        studio.open(Photos.of("toy-robot-exif6-displayp3.jpg")).resize(Scaling.inside(600, 600));
    var small = folder.resolve("small.jpg");
    var large = folder.resolve("large.jpg");
    photo.write(small, Encoding.of(PictureFormat.JPEG, 30));
    photo.write(large, Encoding.of(PictureFormat.JPEG, 95));
    assertThat(Files.size(large)).isGreaterThan(2 * Files.size(small));
    var facts = MediaProbe.facts(small);
    assertThat(facts.profile()).isEmpty();
    assertThat(facts.orientation()).isEqualTo(1);
  }

  @Test
  void a_jpeg_of_something_transparent_is_on_white() throws Exception {
    var file = folder.resolve("flat.jpg");
    studio
        .open(Photos.of("handheld-console-alpha.png"))
        .write(file, Encoding.of(PictureFormat.JPEG));
    colour(studio.open(file), 0, 0, 255, 255, 255, 2);
  }

  @Test
  void the_quick_way_gives_the_same_picture() throws Exception {
    var quick = folder.resolve("quick.png");
    for (var name :
        new String[] {
          "toy-robot-exif6-displayp3.jpg", "console-red-cmyk.jpg", "yellow-poppy.webp"
        }) {
      imaging.thumbnail(Photos.of(name), Scaling.inside(256, 256), quick, Encoding.intermediate());
      var slow = studio.open(Photos.of(name)).resize(Scaling.inside(256, 256));
      assertThat(Likeness.difference(studio.open(quick), slow)).as(name).isLessThan(4);
      var small = studio.open(Photos.of(name), Scaling.inside(256, 256));
      assertThat(small)
          .extracting(Picture::width, Picture::height)
          .containsExactly(slow.width(), slow.height());
      assertThat(Likeness.difference(small, slow)).as(name).isLessThan(4);
    }
  }

  @Test
  void damage_is_told_in_words() throws IOException {
    var hostile = new Hostile(folder);
    refused(hostile.truncatedJpeg(), "damaged or cut off");
    refused(hostile.pdfNamedJpeg(), "a PDF document");
    refused(hostile.pngBomb(), "20000 x 20000");
    refused(hostile.animatedGif(), "animated");
  }

  @Test
  void a_careless_writer_is_forgiven() throws Exception {
    var photo = new Hostile(folder).carelessJpeg();
    assertThat(studio.open(photo).height()).isEqualTo(958);
    assertThat(studio.open(photo, Scaling.inside(90, 90)).height()).isEqualTo(90);
  }

  private void refused(Path file, String words) {
    assertThatThrownBy(() -> studio.open(file))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(words);
    assertThatThrownBy(() -> studio.open(file, Scaling.inside(9, 9)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(words);
    assertThatThrownBy(
            () ->
                imaging.thumbnail(
                    file, Scaling.inside(9, 9), folder.resolve("x.jpg"), Encoding.intermediate()))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(words);
  }

  private static void colour(
      Picture picture, int x, int y, int red, int green, int blue, int tolerance) {
    colour(picture, x, y, red, green, blue, tolerance, 20);
  }

  private static void colour(
      Picture picture, int x, int y, int red, int green, int blue, int tolerance, int side) {
    var box =
        new Box(x, y, Math.min(side, picture.width() - x), Math.min(side, picture.height() - y));
    int[] wanted = {red, green, blue};
    for (int band = 0; band < 3; band++) {
      assertThat(mean(picture, box, band))
          .as("band " + band)
          .isCloseTo(wanted[band], within(tolerance + 0.5));
    }
  }

  private static double mean(Picture picture, Box box, int band) {
    var pixels = picture.crop(box).pixels();
    double sum = 0;
    for (int i = 0; i < pixels.count(); i++) {
      sum += pixels.at(i, band);
    }
    return sum / pixels.count();
  }
}

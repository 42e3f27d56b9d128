package dev.backlot.step.image;

import static dev.backlot.step.image.StepBench.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.exif.ExifIFD0Directory;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a picture is written: how large, how faithful, with what beside it. */
class ConvertTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));
  private static final String ROBOT = "toy-robot-exif6-displayp3.jpg";

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void the_best_quality_is_found_that_fits(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("coffee-cup.jpg");
    var outputs =
        bench.outputs(
            "image.convert", "image", photo, "format", "jpeg", "quality", 90, "bytes_max", 30_000);
    long bytes = (long) StepBench.number(outputs, "bytes");
    int quality = (int) StepBench.number(outputs, "quality");
    assertThat(bytes).isBetween(20_000L, 30_000L).isEqualTo(StepBench.image(outputs).bytes());
    assertThat(quality).isBetween(31, 89);
    var better =
        bench.outputs("image.convert", "image", photo, "format", "jpeg", "quality", quality + 1);
    assertThat(StepBench.number(better, "bytes")).isGreaterThan(30_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webp", "avif"})
  void the_best_quality_is_found_in_every_lossy_format(String format) throws Exception {
    assumeThat(BEST.writes()).contains(PictureFormat.AVIF);
    var bench = new StepBench(BEST, folder);
    var small = bench.image("image.resize", "image", bench.photo("coffee-cup.jpg"), "width", 400);
    var largest = bench.outputs("image.convert", "image", small, "format", format, "quality", 90);
    int most = (int) StepBench.number(largest, "bytes") / 2;
    var outputs =
        bench.outputs(
            "image.convert", "image", small, "format", format, "quality", 90, "bytes_max", most);
    int quality = (int) StepBench.number(outputs, "quality");
    assertThat(StepBench.image(outputs).bytes()).isBetween(most / 2L, (long) most);
    assertThat(quality).isBetween(30, 89);
    var better =
        bench.outputs("image.convert", "image", small, "format", format, "quality", quality + 1);
    assertThat(StepBench.number(better, "bytes")).isGreaterThan(most);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_size_that_no_quality_reaches_is_refused(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("coffee-cup.jpg");
    var outcome = bench.run("image.convert", "image", photo, "format", "jpeg", "bytes_max", 2_000);
    assertThat(outcome.toString())
        .contains("bytes_max", "expected at most 2000 bytes, but at quality 30 it takes");
    var png = bench.run("image.convert", "image", photo, "format", "png", "bytes_max", 2_000);
    assertThat(png.toString()).contains("without loss it takes", "choose a lossy format");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_progressive_jpeg_says_so_in_its_frame(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var photo = bench.photo("coffee-cup.jpg");
    var made = bench.image("image.convert", "image", photo, "format", "jpeg", "progressive", true);
    assertThat(has(bench, made, "\u00ff\u00c2")).isTrue();
    bench.refused(
        "lossless",
        "expected PNG, WebP or AVIF, because a JPEG always loses detail",
        "image.convert",
        "image",
        photo,
        "format",
        "jpeg",
        "lossless",
        true);
  }

  @Test
  void lossless_keeps_every_sample() throws Exception {
    assumeThat(BEST.writes()).contains(PictureFormat.WEBP);
    var bench = new StepBench(BEST, folder);
    var photo = bench.photo("handheld-console-alpha.png");
    var small = Value.of(bench.image("image.resize", "image", photo, "width", 120));
    var webp = bench.image("image.convert", "image", small, "format", "webp", "lossless", true);
    assertThat(alike(bench, webp, small.assets().getFirst())).isTrue();
    bench.refused(
        "progressive",
        "expected JPEG or PNG, because WEBP cannot be progressive",
        "image.convert",
        "image",
        photo,
        "format",
        "webp",
        "progressive",
        true);
  }

  @Test
  void metadata_and_profile_are_kept_on_demand() throws Exception {
    assumeThat(BEST.name()).isEqualTo("libvips");
    var bench = new StepBench(BEST, folder);
    var robot = bench.photo(ROBOT);
    var plain = bench.image("image.convert", "image", robot, "format", "jpeg");
    assertThat(has(bench, plain, "Exif")).isFalse();
    var kept = bench.image("image.convert", "image", robot, "format", "jpeg", "metadata", "keep");
    assertThat(has(bench, kept, "Exif")).isTrue();
    var facts = MediaProbe.facts(bench.context().file(kept.id()));
    assertThat(facts.orientation()).isEqualTo(1);
    assertThat(facts.profile()).isEmpty();
    assertThat(facts.height()).as("upright").isEqualTo(1800);
    var profiled =
        bench.image("image.convert", "image", robot, "format", "jpeg", "profile", "keep");
    assertThat(MediaProbe.facts(bench.context().file(profiled.id())).profile())
        .hasValue("Display P3");
    assertThat(has(bench, profiled, "Exif")).isFalse();
    bench.refused(
        "image",
        "expected RGB, but the picture is CMYK, which keeps no profile: have it turned to sRGB",
        "image.convert",
        "image",
        bench.photo("console-red-cmyk.jpg"),
        "format",
        "jpeg",
        "profile",
        "keep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "webp", "avif"})
  void metadata_is_kept_in_every_format_on_demand(String format) throws Exception {
    assumeThat(BEST.writes()).contains(PictureFormat.AVIF);
    var bench = new StepBench(BEST, folder);
    var robot = bench.photo(ROBOT);
    var model = exif(bench, ((Value.Media) robot).asset());
    assertThat(model).isNotEmpty();
    var plain = bench.image("image.convert", "image", robot, "format", format, "quality", 30);
    assertThat(exif(bench, plain)).isEmpty();
    var kept =
        bench.image(
            "image.convert", "image", robot, "format", format, "quality", 30, "metadata", "keep");
    assertThat(exif(bench, kept)).isEqualTo(model);
    assertThat(MediaProbe.facts(bench.context().file(kept.id())).height())
        .as("upright")
        .isEqualTo(1800);
  }

  /** The camera that EXIF names. */
  private static String exif(StepBench bench, Asset asset) throws Exception {
    var found = ImageMetadataReader.readMetadata(bench.context().file(asset.id()).toFile());
    var named = found.getFirstDirectoryOfType(ExifIFD0Directory.class);
    return named == null ? "" : String.valueOf(named.getString(ExifIFD0Directory.TAG_MODEL));
  }

  @Test
  void the_jvm_says_what_it_cannot_keep() throws Exception {
    var bench = new StepBench(new JvmImaging(), folder);
    var robot = bench.photo("coffee-cup.jpg");
    for (var what : new String[] {"metadata", "profile"}) {
      var outcome = bench.run("image.convert", "image", robot, "format", "jpeg", what, "keep");
      assertThat(outcome.toString())
          .contains("keeping metadata or a colour profile needs libvips: run npm ci");
    }
  }

  private static boolean alike(StepBench bench, Asset one, Asset other) throws Exception {
    var a = bench.pixels(one);
    var b = bench.pixels(other);
    for (int i = 0; i < a.count(); i++) {
      for (int band = 0; band < 4 && a.alpha(i) > 0; band++) {
        if (a.at(i, band) != b.at(i, band)) {
          return false;
        }
      }
    }
    return a.count() == b.count();
  }

  private static boolean has(StepBench bench, Asset asset, String bytes) throws Exception {
    var file = Files.readAllBytes(bench.context().file(asset.id()));
    return new String(file, StandardCharsets.ISO_8859_1).contains(bytes);
  }

  @Test
  void a_frame_of_an_animation_becomes_a_picture() throws Exception {
    var bench = new StepBench(BEST, folder);
    var red =
        bench.image("image.resize", "image", bench.photo("console-red-cmyk.jpg"), "width", 90);
    var grey = bench.image("image.grayscale", "image", red);
    var moving =
        bench.image("image.animate", "images", list(red, grey), "format", "webp", "width", 90);
    bench.refused(
        "image",
        "expected a still image, but it is animated: take one of its frames first, by image.convert"
            + " and its frame",
        "image.resize",
        "image",
        moving,
        "width",
        40);

    var second = bench.image("image.convert", "image", moving, "format", "png", "frame", 2);
    var pixels = bench.pixels(second);
    assertThat(pixels.at(0, 0)).isCloseTo(pixels.at(0, 2), within(4));
    assertThat(second.width()).isEqualTo(90);
    bench.refused(
        "frame",
        "expected a frame of 1 to 2, but 3",
        "image.convert",
        "image",
        moving,
        "format",
        "png",
        "frame",
        3);
  }
}

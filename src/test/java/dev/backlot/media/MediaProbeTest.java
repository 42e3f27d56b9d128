package dev.backlot.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaProbeTest {
  @TempDir Path folder;
  private Hostile hostile;

  @BeforeEach
  void setUp() {
    hostile = new Hostile(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "coffee-cup.jpg,                      image/jpeg, 640,  958,  3, 8",
    "toy-robot-exif6-displayp3.jpg,       image/jpeg, 1350, 1800, 3, 8",
    "console-red-cmyk.jpg,                image/jpeg, 1600, 1037, 4, 8",
    "handheld-console-16bit.png,          image/png,  763,  910,  3, 16",
    "handheld-console-alpha.png,          image/png,  1190, 1200, 4, 8",
    "yellow-poppy.webp,                   image/webp, 1800, 1040, 3, 8",
    "hibiscus-jpeg-bytes-named.webp,      image/jpeg, 1079, 783,  3, 8",
  })
  void a_photo_is_known_by_its_content(
      String name, String type, int width, int height, int bands, int depth) throws Exception {
    var facts = MediaProbe.picture(Photos.of(name));
    assertThat(facts.mediaType()).isEqualTo(type);
    assertThat(facts)
        .extracting(MediaFacts::width, MediaFacts::height)
        .containsExactly(width, height);
    assertThat(facts)
        .extracting(MediaFacts::bands, MediaFacts::bitDepth)
        .containsExactly(bands, depth);
  }

  @Test
  void orientation_transparency_and_profile_are_told() throws Exception {
    var robot = MediaProbe.facts(Photos.of("toy-robot-exif6-displayp3.jpg"));
    assertThat(robot.orientation()).isEqualTo(6);
    assertThat(robot.profile()).hasValue("Display P3");
    assertThat(MediaProbe.facts(Photos.of("handheld-console-alpha.png")).alpha()).isTrue();
  }

  @Test
  void any_file_has_facts_though_no_size() throws IOException {
    assertThat(MediaProbe.facts(hostile.pdfNamedJpeg()))
        .isEqualTo(MediaFacts.ofType("application/pdf"));
    var noise = Files.write(folder.resolve("noise"), new byte[] {0, 1, 2, 3, (byte) 0xfe});
    assertThat(MediaProbe.facts(noise)).isEqualTo(MediaFacts.ofType("application/octet-stream"));
    assertThat(MediaProbe.facts(hostile.jpegOfTheSignatureOnly()).hasSize()).isFalse();
  }

  @Test
  void what_is_no_picture_is_refused_in_words() throws IOException {
    refused(
        hostile.pdfNamedJpeg(),
        "expected a JPEG, PNG, WebP, AVIF or GIF image, but the content is a PDF document"
            + " (application/pdf)");
    refused(
        hostile.svg(),
        "expected a JPEG, PNG, WebP, AVIF or GIF image, but the content is an SVG drawing"
            + " (image/svg+xml)");
    refused(hostile.empty(), "expected an image, but the file is empty");
    refused(
        hostile.jpegOfTheSignatureOnly(),
        "expected a whole image, but its header is damaged or cut off");
  }

  @Test
  void a_bomb_is_refused_by_its_header() throws IOException {
    refused(
        hostile.pngBomb(),
        "expected at most 16383 pixels on a side, but the picture is 20000 x 20000");
    refused(
        hostile.pngRibbon(),
        "expected at most 16383 pixels on a side, but the picture is 50000 x 2");
    assertThatThrownBy(() -> MediaLimits.check(12_000, 9_000))
        .hasMessage("expected at most 100 megapixels, but the picture is 12000 x 9000");
  }

  @Test
  void a_header_takes_no_more_memory_than_it_is_worth() throws Exception {
    var talk = hostile.pngOfTextWithoutEnd();
    var segments = hostile.jpegOfSegments();
    long before = allocated();
    assertThat(MediaProbe.picture(talk))
        .extracting(MediaFacts::width, MediaFacts::height)
        .containsExactly(8, 8);
    assertThat(MediaProbe.facts(segments).hasSize()).isFalse();
    assertThat(allocated() - before).isLessThan(40 << 20);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Test
  void an_animation_is_refused() throws IOException {
    var words =
        "expected a still image, but it is animated: take one of its frames first, by image.convert"
            + " and its frame";
    refused(hostile.animatedGif(), words);
    refused(hostile.animatedWebp(), words);
  }

  private static void refused(Path file, String words) {
    assertThatThrownBy(() -> MediaProbe.picture(file))
        .isInstanceOf(MediaException.class)
        .hasMessage(words);
  }
}

package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.backlot.fixture.RecordingSite;
import dev.backlot.media.Hostile;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.ffmpeg.Source;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are two things at once, or name other files: what is no picture is refused in words,
 * and of what is one only the picture goes on.
 */
@Timeout(60)
class HostileFilesTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));
  private static final long MEMORY = 60 << 20;

  @TempDir Path folder;
  private Hostile hostile;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  @BeforeEach
  void setUp() {
    hostile = new Hostile(folder);
  }

  private interface Making {
    Path make() throws Exception;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void of_a_picture_that_is_something_else_too_only_the_picture_goes_on(Imaging imaging)
      throws Exception {
    var script = Hostile.SCRIPT.getBytes(StandardCharsets.US_ASCII);
    List<Making> makings =
        List.of(
            () -> hostile.jpegWithTail(script),
            () -> hostile.jpegWithTail(hostile.zip()),
            () -> hostile.jpegWithComment("%PDF-1.7 " + Hostile.SCRIPT),
            () -> hostile.jpegWithComment("*/=1;" + Hostile.SCRIPT),
            () -> hostile.gifWithTail());
    for (var making : makings) {
      cleaned(imaging, making.make());
    }
  }

  private void cleaned(Imaging imaging, Path file) throws Exception {
    var bench = new StepBench(imaging, folder);
    var asset = bench.context().bring(file);
    for (var format : List.of("jpeg", "png")) {
      var made = bench.image("image.convert", "image", asset, "format", format);
      var bytes = Files.readString(bench.context().file(made.id()), StandardCharsets.ISO_8859_1);
      assertThat(bytes)
          .as(file.getFileName() + " as " + format)
          .doesNotContain("script", "index.html", "PK\u0003\u0004", "%PDF");
    }
  }

  @TestFactory
  Stream<DynamicTest> what_only_looks_like_a_picture_is_refused_in_words() {
    return Stream.of(
        refusal("a document that holds a photo", () -> hostile.pdfWithJpeg(), "a PDF document"),
        refusal("a page that holds a photo", () -> hostile.pageWithJpeg(), "text/html"),
        refusal(
            "a script that begins like a GIF", () -> hostile.scriptNamedGif(), "100 megapixels"));
  }

  private DynamicTest refusal(String name, Making making, String words) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          var file = making.make();
          for (var imaging : engines().toList()) {
            var bench = new StepBench(imaging, folder);
            var outcome =
                bench.run("image.resize", "image", bench.context().bring(file), "width", 9);
            assertThat(outcome.toString()).contains("Invalid[field=image", "expected", words);
          }
          assertThatThrownBy(() -> Source.movie(file)).isInstanceOf(MediaException.class);
        });
  }

  /** Each asks a reader of XML to open another file, an address, or a gigabyte of memory. */
  private static List<String> drawings(String address) {
    var svg = "xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"";
    var link = "xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    var lol = new StringBuilder("<!ENTITY a0 \"lollollollol\">");
    for (int i = 1; i < 12; i++) {
      lol.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
    }
    return List.of(
        "<svg " + svg + "><image href=\"file:///etc/passwd\"/></svg>",
        "<svg " + svg + " " + link + "><image xlink:href=\"" + address + "\"/></svg>",
        "<svg " + svg + "><style>@import url(" + address + ");</style></svg>",
        "<svg " + svg + "><script href=\"" + address + "\"/></svg>",
        "<?xml version=\"1.0\"?><?xml-stylesheet href=\"" + address + "\"?><svg " + svg + "/>",
        "<!DOCTYPE svg SYSTEM \"" + address + "\"><svg " + svg + "/>",
        "<!DOCTYPE svg [<!ENTITY x SYSTEM \"" + address + "\">]><svg " + svg + ">&x;</svg>",
        "<!DOCTYPE svg [<!ENTITY % x SYSTEM \"" + address + "\"> %x;]><svg " + svg + "/>",
        "<!DOCTYPE svg [" + lol + "]><svg " + svg + " id=\"&a11;\">&a11;</svg>",
        "<svg "
            + svg
            + " xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\""
            + address
            + "\" parse=\"text\"/></svg>");
  }

  @Test
  void a_drawing_is_refused_and_nothing_that_it_names_is_opened() throws Exception {
    try (var site = new RecordingSite()) {
      for (var text : drawings(site.url("/secret"))) {
        var file = hostile.drawing(text);
        long before = allocated();
        assertThatThrownBy(() -> MediaProbe.picture(file))
            .as(text)
            .isInstanceOf(MediaException.class)
            .hasMessageContaining("expected a JPEG, PNG, WebP, AVIF or GIF image")
            .hasMessageNotContaining("root:");
        assertThat(allocated() - before).as(text).isLessThan(MEMORY);
        assertThatThrownBy(() -> Source.movie(file)).as(text).isInstanceOf(MediaException.class);
        var bench = new StepBench(BEST, folder);
        assertThat(bench.run("image.inspect", "image", bench.context().bring(file)).toString())
            .as(text)
            .contains("Invalid[field=image");
      }
      assertThat(site.asked()).isEmpty();
    }
  }

  /** Each has a player open another file or an address. */
  private static List<String> playlists(String address) {
    var segments = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n";
    var dash = "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period>";
    return List.of(
        segments + "#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        segments + "#EXTINF:1,\n" + address + "\n#EXT-X-ENDLIST\n",
        segments + "#EXTINF:1,\nconcat:" + address + "|file:///etc/passwd\n#EXT-X-ENDLIST\n",
        segments + "#EXT-X-KEY:METHOD=AES-128,URI=\"" + address + "\"\n#EXTINF:1,\na.ts\n",
        segments + "#EXT-X-MAP:URI=\"file:///etc/passwd\"\n#EXTINF:1,\na.ts\n",
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + address + "\n",
        "ffconcat version 1.0\nfile 'file:///etc/passwd'\n",
        "ffconcat version 1.0\nfile '" + address + "'\n",
        dash + "<BaseURL>file:///etc/</BaseURL></Period></MPD>",
        dash + "<BaseURL>" + address + "</BaseURL></Period></MPD>");
  }

  @Test
  void a_playlist_is_refused_and_nothing_that_it_names_is_opened() throws Exception {
    try (var site = new RecordingSite()) {
      for (var text : playlists(site.url("/secret.ts"))) {
        var file = Files.writeString(folder.resolve("film.mp4"), text);
        assertThatThrownBy(() -> Source.movie(file))
            .as(text)
            .isInstanceOf(MediaException.class)
            .hasMessageContaining("expected MP4, MOV");
        assertThatThrownBy(() -> MediaProbe.picture(file))
            .as(text)
            .isInstanceOf(MediaException.class)
            .hasMessageContaining("expected a JPEG, PNG, WebP, AVIF or GIF image");
      }
      assertThat(site.asked()).isEmpty();
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}

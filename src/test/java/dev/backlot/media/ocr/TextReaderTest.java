package dev.backlot.media.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.media.Colour;
import dev.backlot.media.GoingOn;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Patience;
import dev.backlot.media.Photos;
import dev.backlot.media.Picture;
import dev.backlot.media.Studio;
import dev.backlot.media.TextStyle;
import dev.backlot.media.load.ImagingLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextReaderTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final TextReader READER = TextReader.bundled();
  private static final GoingOn ALWAYS = () -> {};

  private final Studio studio = IMAGING.studio();

  @AfterEach
  void closeStudio() {
    studio.close();
  }

  @AfterAll
  static void close() {
    READER.close();
  }

  @Test
  void a_page_is_read_row_by_row() throws Exception {
    var page = page("Chair, oak", 60, 40, "149.00", 600, 40, "Lamp (brass & glass)", 60, 110);
    assertThat(read(page))
        .extracting(TextLine::row, TextLine::text)
        .containsExactly(row(0, "Chair, oak"), row(0, "149.00"), row(1, "Lamp (brass & glass)"));
  }

  @Test
  void a_page_that_leans_is_read_along_its_lines() throws Exception {
    var page = page("left piece", 60, 60, "right piece", 600, 60, "a second row", 60, 130);
    var leaning = page.rotated(17, new Colour(255, 255, 255, 255));
    assertThat(read(leaning))
        .extracting(TextLine::row, TextLine::text)
        .containsExactly(row(0, "left piece"), row(0, "right piece"), row(1, "a second row"));
  }

  @Test
  void words_that_stand_are_read_from_either_end() throws Exception {
    var page = page("from the side", 60, 60);
    assertThat(read(page.turned(1))).extracting(TextLine::text).containsExactly("from the side");
    assertThat(read(page.turned(3))).extracting(TextLine::text).containsExactly("from the side");
  }

  @Test
  void corners_lie_around_the_words() throws Exception {
    var line = read(page("Measured", 400, 300)).getFirst();
    var box = line.box(900, 700);
    assertThat(box.left()).isBetween(385, 402);
    assertThat(box.top()).isBetween(285, 312);
    assertThat(box.width()).isBetween(190, 270);
    assertThat(line.corners().getFirst().x()).isLessThan(line.corners().get(1).x());
  }

  @Test
  void a_photo_of_words_is_read() throws Exception {
    assertThat(read(photo("camera-twin-lens.jpg")))
        .anyMatch(line -> line.text().equals("ROLLEIFLEX") && line.confidence() > 0.9);
    assertThat(read(photo("bag-duffel.jpg")))
        .as("along the straps, from top to bottom")
        .filteredOn(line -> line.text().equals("STARTER"))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void chinese_is_read() throws Exception {
    assertThat(read(photo("chinese-words.png")))
        .extracting(TextLine::text)
        .anyMatch(text -> text.startsWith("春夏新品"))
        .contains("木质台灯");
  }

  @Test
  void nothing_is_read_where_nothing_is_written() throws Exception {
    assertThat(read(studio.canvas(300, 40, Colour.WHITE))).isEmpty();
  }

  @Test
  void too_many_lines_are_refused() throws Exception {
    var page = page("one", 60, 60, "two", 60, 160, "three", 60, 260);
    try (var finder = new LineFinder(PpOcr.FINDER)) {
      assertThat(finder.find(page, 640, 3, ALWAYS)).hasSize(3);
      assertThatThrownBy(() -> finder.find(page, 640, 2, ALWAYS))
          .isInstanceOf(MediaException.class)
          .hasMessage("expected at most 2 lines of text, but there are more: crop it first");
    }
  }

  @Test
  void reading_stops_when_nobody_waits() {
    var page = page("one", 60, 60);
    GoingOn never =
        () -> {
          throw new IOException("cancelled");
        };
    assertThatThrownBy(() -> READER.read(page, 640, never)).hasMessage("cancelled");
  }

  @Test
  void looking_for_lines_ends_soon_after_nobody_waits() {
    var blank = studio.canvas(2_560, 2_560, Colour.WHITE);
    assertThatThrownBy(() -> READER.read(blank, 2_560, Patience.of(1)))
        .hasMessage(Patience.CANCELLED);
  }

  @Test
  void a_closed_reader_says_so() {
    var reader = TextReader.bundled();
    reader.close();
    assertThatThrownBy(() -> reader.read(page("one", 60, 60), 640, ALWAYS))
        .hasMessage("the model PP-OCRv4 detection was closed");
  }

  private List<TextLine> read(Picture picture) throws Exception {
    return READER.read(picture, 960, ALWAYS);
  }

  private Picture photo(String name) throws Exception {
    return studio.open(Photos.of(name));
  }

  /** Words, each with its place. */
  private Picture page(Object... words) {
    var page = studio.canvas(900, 700, Colour.WHITE);
    for (int i = 0; i < words.length; i += 3) {
      page = page.overlay(text((String) words[i]), (int) words[i + 1], (int) words[i + 2]);
    }
    return page;
  }

  private Picture text(String words) {
    try {
      return studio.text(
          words, new TextStyle("", false, 40, Colour.BLACK, 800, TextStyle.Align.LOW));
    } catch (MediaException e) {
      throw new AssertionError(e);
    }
  }

  private static org.assertj.core.groups.Tuple row(int row, String text) {
    return org.assertj.core.groups.Tuple.tuple(row, text);
  }
}

package dev.backlot.media.ocr;

import dev.backlot.media.Colour;
import dev.backlot.media.GoingOn;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.ocr.LineReader.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the words in pictures with PP-OCRv4: Latin letters, digits and Chinese. Thread-safe; its
 * two networks are loaded on first use and stay until it is closed.
 */
public final class TextReader implements AutoCloseable {
  /** Most lines of a picture. */
  public static final int LINES_MAX = 1_000;

  /** Strips are cut out of the picture at so many times the size at which lines are looked for. */
  private static final int DETAIL = 3;

  /** A line that is read worse than this is tried from its other end too. */
  private static final double SURE = 0.9;

  private final LineFinder finder = new LineFinder(PpOcr.FINDER);
  private final LineReader reader = new LineReader(PpOcr.READER, PpOcr.LETTERS);

  private TextReader() {}

  /** The models that come with Backlot; see docs/models.md. */
  public static TextReader bundled() {
    return new TextReader();
  }

  /** For {@code doctor}. */
  public String name() {
    return PpOcr.NAME;
  }

  /**
   * The lines in reading order.
   *
   * @param side the longer side in pixels at which lines are looked for; letters below some 8
   *     pixels of it are not found
   */
  public List<TextLine> read(Picture picture, int side, GoingOn goingOn)
      throws IOException, MediaException {
    goingOn.check();
    var seen = picture.flatten(Colour.WHITE).resize(Scaling.inside(DETAIL * side, DETAIL * side));
    double across = (double) picture.width() / seen.width();
    double down = (double) picture.height() / seen.height();
    var rows = ReadingOrder.rows(finder.find(seen, side, LINES_MAX, goingOn));
    var strips = new Strips(seen);
    int all = rows.stream().mapToInt(List::size).sum();
    int read = 0;
    var lines = new ArrayList<TextLine>();
    for (int row = 0; row < rows.size(); row++) {
      for (var box : rows.get(row)) {
        goingOn.check();
        line(strips, box).said(row, across, down).ifPresent(lines::add);
        goingOn.done(++read, all);
      }
    }
    return lines;
  }

  private record Line(Slant box, Words words) {
    /** Nothing where no letter was seen. */
    Optional<TextLine> said(int row, double across, double down) {
      return words.text().isEmpty()
          ? Optional.empty()
          : Optional.of(
              new TextLine(
                  words.text(), words.confidence(), row, box.scaled(across, down).corners()));
    }
  }

  private Line line(Strips strips, Slant box) {
    var line = new Line(box, reader.read(strips.cut(box)));
    if (line.words().confidence() >= SURE) {
      return line;
    }
    var turned = new Line(box.turned(), reader.read(strips.cut(box.turned())));
    return turned.words().confidence() > line.words().confidence() ? turned : line;
  }

  @Override
  public void close() {
    finder.close();
    reader.close();
  }
}

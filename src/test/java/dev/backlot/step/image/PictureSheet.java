package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Small pictures in rows and columns on a transparent ground, kept as one PNG. */
final class PictureSheet {
  /** Pixels of a cell's side; a larger picture is scaled into it. */
  static final int CELL = 32;

  private final BufferedImage sheet;

  private PictureSheet(BufferedImage sheet) {
    this.sheet = sheet;
  }

  static PictureSheet empty(int columns, int rows) {
    return new PictureSheet(
        new BufferedImage(columns * CELL, rows * CELL, BufferedImage.TYPE_INT_ARGB));
  }

  static PictureSheet read(Path file) throws IOException {
    return new PictureSheet(Objects.requireNonNull(ImageIO.read(file.toFile())));
  }

  void write(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    ImageIO.write(sheet, "png", file.toFile());
  }

  boolean holds(int columns, int rows) {
    return sheet.getWidth() == columns * CELL && sheet.getHeight() == rows * CELL;
  }

  /** A picture as it looks in a cell. */
  static Pixels small(Picture picture) {
    boolean fits = picture.width() <= CELL && picture.height() <= CELL;
    return (fits ? picture : picture.resize(Scaling.inside(CELL, CELL))).pixels();
  }

  void put(int column, int row, Pixels small) {
    for (int i = 0; i < small.count(); i++) {
      int x = column * CELL + i % small.width();
      sheet.setRGB(x, row * CELL + i / small.width(), argb(small, i));
    }
  }

  /** What stands in a cell, without the ground beside it. */
  Pixels cell(int column, int row, int width, int height) {
    return TestCard.pixels(sheet.getSubimage(column * CELL, row * CELL, width, height));
  }

  /** What nobody sees takes no room in the file. */
  private static int argb(Pixels pixels, int i) {
    if (pixels.alpha(i) == 0) {
      return 0;
    }
    return pixels.alpha(i) << 24 | pixels.at(i, 0) << 16 | pixels.at(i, 1) << 8 | pixels.at(i, 2);
  }

  /** The first frame of a file, as this engine reads it. */
  static <T> T seen(Imaging imaging, Path file, Look<T> look) throws Exception {
    try (var studio = imaging.studio()) {
      boolean moves = MediaProbe.facts(file).animated();
      return look.at(moves ? studio.openFrame(file, 1) : studio.open(file));
    }
  }

  interface Look<T> {
    T at(Picture picture) throws Exception;
  }
}

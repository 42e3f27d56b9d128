package dev.backlot.media.ocr;

import dev.backlot.media.Box;
import java.util.List;

/**
 * Words found side by side.
 *
 * @param confidence how sure the network is of its letters, 0 to 1
 * @param row counts the rows of the picture from 0; pieces of one row stand side by side
 * @param corners in pixels of the picture: where the line begins above, ends above, ends below,
 *     begins below, as it is read
 */
public record TextLine(String text, double confidence, int row, List<Point> corners) {
  /** A place in the picture, in pixels from its top left corner. */
  public record Point(double x, double y) {}

  public TextLine {
    corners = List.copyOf(corners);
  }

  /** The smallest upright box around it, within a picture of this size. */
  public Box box(int width, int height) {
    int left = (int) Math.clamp(least(true), 0, width - 1);
    int top = (int) Math.clamp(least(false), 0, height - 1);
    int right = (int) Math.clamp(Math.ceil(most(true)), left + 1, width);
    int bottom = (int) Math.clamp(Math.ceil(most(false)), top + 1, height);
    return new Box(left, top, right - left, bottom - top);
  }

  private double least(boolean across) {
    return corners.stream().mapToDouble(p -> across ? p.x() : p.y()).min().orElse(0);
  }

  private double most(boolean across) {
    return corners.stream().mapToDouble(p -> across ? p.x() : p.y()).max().orElse(0);
  }
}

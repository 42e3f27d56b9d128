package dev.backlot.media.ocr;

import dev.backlot.media.ocr.TextLine.Point;
import java.util.List;

/**
 * A rectangle that may lean.
 *
 * @param x of its middle
 * @param y of its middle
 * @param width along the direction in which it is read
 * @param height across that direction
 * @param dx the direction in which it is read, of length 1
 * @param dy the direction in which it is read, of length 1
 */
record Slant(double x, double y, double width, double height, double dx, double dy) {
  /** Read along its longer side, from left to right or, where it stands, from top to bottom. */
  static Slant of(double x, double y, double along, double across, double dx, double dy) {
    boolean upright = Math.abs(dx) >= Math.abs(dy);
    var flat =
        upright ? new Slant(x, y, along, across, dx, dy) : new Slant(x, y, across, along, -dy, dx);
    var forward = flat.dx() < 0 ? flat.turned() : flat;
    return forward.height() > 1.5 * forward.width() ? forward.standing() : forward;
  }

  private Slant standing() {
    return new Slant(x, y, /* width= */ height, /* height= */ width, -dy, dx);
  }

  /** The same place, read from the other end. */
  Slant turned() {
    return new Slant(x, y, width, height, -dx, -dy);
  }

  boolean isStanding() {
    return Math.abs(dy) > Math.abs(dx);
  }

  double shorter() {
    return Math.min(width, height);
  }

  /** Grown on every side. */
  Slant grown(double by) {
    return new Slant(x, y, width + 2 * by, height + 2 * by, dx, dy);
  }

  /** On a picture so many times as wide and as high. */
  Slant scaled(double across, double down) {
    double alongX = dx * across;
    double alongY = dy * down;
    double along = Math.hypot(alongX, alongY);
    double over = Math.hypot(-dy * across, dx * down);
    return new Slant(
        x * across, y * down, width * along, height * over, alongX / along, alongY / along);
  }

  /** The place so far along and across, each -1 (begin, above) to 1 (end, below). */
  Point at(double along, double across) {
    double u = along * width / 2;
    double v = across * height / 2;
    return new Point(x + u * dx - v * dy, y + u * dy + v * dx);
  }

  boolean contains(double px, double py) {
    double u = (px - x) * dx + (py - y) * dy;
    double v = -(px - x) * dy + (py - y) * dx;
    return Math.abs(u) <= width / 2 && Math.abs(v) <= height / 2;
  }

  List<Point> corners() {
    return List.of(at(-1, -1), at(1, -1), at(1, 1), at(-1, 1));
  }
}

package dev.backlot.media.ocr;

import dev.backlot.media.ocr.TextLine.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * How likely each pixel belongs to words, and the slanted boxes that follow: differentiable
 * binarisation (Liao and others, 2019), whose network marks the shrunken middle of each line.
 */
final class TextMap {
  private static final float PIXEL_MIN = 0.3f;
  private static final double BOX_MIN = 0.6;
  private static final double GROWTH = 1.6;
  private static final int SIDE_MIN = 3;

  private final int width;
  private final int height;
  private final float[] likely;
  private final boolean[] seen;
  private final int[] stack;

  TextMap(int width, int height, float[] likely) {
    this.width = width;
    this.height = height;
    this.likely = likely;
    this.seen = new boolean[likely.length];
    this.stack = new int[likely.length];
  }

  /** At most so many boxes and one. */
  List<Slant> boxes(int most) {
    var boxes = new ArrayList<Slant>();
    for (int i = 0; i < likely.length && boxes.size() <= most; i++) {
      if (isNew(i)) {
        var box = Outline.around(flood(i));
        if (box.shorter() >= SIDE_MIN && mean(box) >= BOX_MIN) {
          boxes.add(whole(box));
        }
      }
    }
    return boxes;
  }

  /** What the network was taught to shrink lines by, it is grown by again. */
  private static Slant whole(Slant middle) {
    double area = middle.width() * middle.height();
    return middle.grown(area * GROWTH / (2 * (middle.width() + middle.height())));
  }

  private boolean isNew(int i) {
    return !seen[i] && likely[i] > PIXEL_MIN;
  }

  /** The ends of the rows of a patch: all that its outline can touch. */
  private List<Point> flood(int start) {
    int top = start / width;
    var spans = new ArrayList<int[]>();
    int waiting = push(start, 0);
    while (waiting > 0) {
      int i = stack[--waiting];
      int x = i % width;
      int y = i / width;
      widen(spans, y - top, x);
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          waiting = isNew(ny * width + nx) ? push(ny * width + nx, waiting) : waiting;
        }
      }
    }
    return ends(spans, top);
  }

  private int push(int i, int waiting) {
    seen[i] = true;
    stack[waiting] = i;
    return waiting + 1;
  }

  /** A patch is met first in its topmost row, so rows only follow below. */
  private static void widen(List<int[]> spans, int row, int x) {
    while (spans.size() <= row) {
      spans.add(new int[] {Integer.MAX_VALUE, -1});
    }
    var span = spans.get(row);
    span[0] = Math.min(span[0], x);
    span[1] = Math.max(span[1], x);
  }

  private static List<Point> ends(List<int[]> spans, int top) {
    var points = new ArrayList<Point>();
    for (int row = 0; row < spans.size(); row++) {
      var span = spans.get(row);
      for (int y = top + row; y <= top + row + 1; y++) {
        points.add(new Point(span[0], y));
        points.add(new Point(span[1] + 1, y));
      }
    }
    return points;
  }

  private double mean(Slant box) {
    var corners = box.corners();
    int left = bound(corners.stream().mapToDouble(Point::x).min().orElse(0), width);
    int right = bound(corners.stream().mapToDouble(Point::x).max().orElse(0), width);
    int above = bound(corners.stream().mapToDouble(Point::y).min().orElse(0), height);
    int below = bound(corners.stream().mapToDouble(Point::y).max().orElse(0), height);
    double sum = 0;
    int count = 0;
    for (int y = above; y <= below; y++) {
      for (int x = left; x <= right; x++) {
        if (box.contains(x + 0.5, y + 0.5)) {
          sum += likely[y * width + x];
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static int bound(double value, int size) {
    return (int) Math.clamp(value, 0, size - 1);
  }
}

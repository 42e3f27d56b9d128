package dev.backlot.media.ocr;

import dev.backlot.media.ocr.TextLine.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The tightest rectangle around points, which lies along one side of their convex hull. */
final class Outline {
  private static final Comparator<Point> BY_PLACE =
      Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y);

  private Outline() {}

  /** Of at least three points that are not on one line. */
  static Slant around(List<Point> points) {
    var hull = hull(points);
    return Stream.iterate(0, i -> i < hull.size(), i -> i + 1)
        .map(i -> along(hull, hull.get(i), hull.get((i + 1) % hull.size())))
        .min(Comparator.comparingDouble(slant -> slant.width() * slant.height()))
        .orElseThrow();
  }

  private static Slant along(List<Point> hull, Point from, Point to) {
    double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
    double dx = (to.x() - from.x()) / length;
    double dy = (to.y() - from.y()) / length;
    var along = hull.stream().mapToDouble(p -> p.x() * dx + p.y() * dy).summaryStatistics();
    var across = hull.stream().mapToDouble(p -> p.y() * dx - p.x() * dy).summaryStatistics();
    double u = (along.getMin() + along.getMax()) / 2;
    double v = (across.getMin() + across.getMax()) / 2;
    return Slant.of(
        u * dx - v * dy,
        u * dy + v * dx,
        along.getMax() - along.getMin(),
        across.getMax() - across.getMin(),
        dx,
        dy);
  }

  /** By Andrew's monotone chain: the lower side, then the upper one. */
  static List<Point> hull(List<Point> points) {
    var sorted = points.stream().distinct().sorted(BY_PLACE).toList();
    var hull = chain(sorted);
    hull.addAll(chain(sorted.reversed()));
    return hull;
  }

  private static List<Point> chain(List<Point> sorted) {
    var chain = new ArrayList<Point>();
    for (var point : sorted) {
      while (chain.size() > 1 && !turnsLeft(chain.get(chain.size() - 2), chain.getLast(), point)) {
        chain.removeLast();
      }
      chain.add(point);
    }
    // where one side ends, the other begins
    chain.removeLast();
    return chain;
  }

  private static boolean turnsLeft(Point a, Point b, Point c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x()) > 0;
  }
}

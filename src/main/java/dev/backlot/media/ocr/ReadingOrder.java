package dev.backlot.media.ocr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows from top to bottom, each from left to right, along the slant that most lines have. */
final class ReadingOrder {
  private ReadingOrder() {}

  static List<List<Slant>> rows(List<Slant> boxes) {
    double angle = angle(boxes);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    var left = boxes.stream().sorted(Comparator.comparingDouble(b -> down(b, cos, sin))).toList();
    var rows = new ArrayList<List<Slant>>();
    for (var box : left) {
      if (rows.isEmpty() || !besides(rows.getLast().getFirst(), box, cos, sin)) {
        rows.add(new ArrayList<>());
      }
      rows.getLast().add(box);
    }
    rows.forEach(row -> row.sort(Comparator.comparingDouble(b -> b.x() * cos + b.y() * sin)));
    return rows;
  }

  private static boolean besides(Slant first, Slant box, double cos, double sin) {
    double apart = down(box, cos, sin) - down(first, cos, sin);
    return apart < 0.5 * Math.min(tall(first), tall(box));
  }

  private static double tall(Slant box) {
    return box.isStanding() ? box.width() : box.height();
  }

  private static double down(Slant box, double cos, double sin) {
    return box.y() * cos - box.x() * sin;
  }

  /** The median of what lies; what stands is read by itself. */
  private static double angle(List<Slant> boxes) {
    var angles =
        boxes.stream()
            .filter(box -> !box.isStanding())
            .mapToDouble(box -> Math.atan2(box.dy(), box.dx()))
            .sorted()
            .toArray();
    return angles.length == 0 ? 0 : angles[angles.length / 2];
  }
}

package dev.backlot.media.face;

import dev.backlot.media.onnx.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the network says at each of its 896 anchors, and the faces that follow. */
final class Candidates {
  /** Numbers for each anchor: a box and six points, which nobody asks for here. */
  private static final int NUMBERS = 16;

  private static final double SAME = 0.3;

  private final List<Face> all = new ArrayList<>();
  private final double side;
  private final double confidenceMin;

  /**
   * @param side of what the network sees, in pixels
   */
  Candidates(double side, double confidenceMin) {
    this.side = side;
    this.confidenceMin = confidenceMin;
  }

  /**
   * A grid of anchors.
   *
   * @param cells in each row and column
   * @param each anchors in each cell
   */
  Candidates with(Tensor scores, Tensor boxes, int cells, int each) {
    for (int i = 0; i < cells * cells * each; i++) {
      double confidence = 1 / (1 + Math.exp(-scores.values()[i]));
      if (confidence >= confidenceMin) {
        int row = i / each / cells;
        int column = i / each % cells;
        double x = (column + 0.5) / cells;
        double y = (row + 0.5) / cells;
        all.add(face(boxes.values(), i, x, y, confidence));
      }
    }
    return this;
  }

  private Face face(float[] boxes, int anchor, double x, double y, double confidence) {
    int from = anchor * NUMBERS;
    return new Face(
        x + boxes[from] / side,
        y + boxes[from + 1] / side,
        boxes[from + 2] / side,
        boxes[from + 3] / side,
        confidence);
  }

  /** One for each group of candidates that overlap: their mean, weighted by confidence. */
  List<Face> faces() {
    var left = new ArrayList<>(all);
    left.sort(Comparator.comparingDouble(Face::confidence).reversed());
    var faces = new ArrayList<Face>();
    while (!left.isEmpty()) {
      var best = left.removeFirst();
      var group = new ArrayList<>(List.of(best));
      left.removeIf(one -> one.overlap(best) >= SAME && group.add(one));
      faces.add(mean(group));
    }
    return faces;
  }

  private static Face mean(List<Face> group) {
    double sum = group.stream().mapToDouble(Face::confidence).sum();
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    for (var face : group) {
      double share = face.confidence() / sum;
      x += face.x() * share;
      y += face.y() * share;
      width += face.width() * share;
      height += face.height() * share;
    }
    return new Face(x, y, width, height, group.getFirst().confidence());
  }
}

package dev.backlot.media.face;

/**
 * A face, from brow to chin, in shares of the picture's width and height.
 *
 * @param x of its middle
 * @param y of its middle
 * @param confidence how sure the network is, 0 to 1
 */
public record Face(double x, double y, double width, double height, double confidence) {
  public double left() {
    return x - width / 2;
  }

  public double top() {
    return y - height / 2;
  }

  public double right() {
    return x + width / 2;
  }

  public double bottom() {
    return y + height / 2;
  }

  double area() {
    return width * height;
  }

  /** What both cover, as a share of what either does. */
  double overlap(Face other) {
    double across = Math.min(right(), other.right()) - Math.max(left(), other.left());
    double down = Math.min(bottom(), other.bottom()) - Math.max(top(), other.top());
    double both = Math.max(0, across) * Math.max(0, down);
    return both == 0 ? 0 : both / (area() + other.area() - both);
  }
}

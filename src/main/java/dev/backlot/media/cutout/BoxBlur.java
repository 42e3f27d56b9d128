package dev.backlot.media.cutout;

/** The mean over a square around each value, in a time that does not depend on the radius. */
final class BoxBlur {
  private BoxBlur() {}

  static Plane of(Plane plane, int radius) {
    int width = plane.width();
    int height = plane.height();
    var rows = new float[plane.count()];
    for (int y = 0; y < height; y++) {
      row(plane.values(), rows, y * width, width, Math.min(radius, width - 1));
    }
    var means = new float[plane.count()];
    columns(rows, means, width, height, Math.min(radius, height - 1));
    return new Plane(width, height, means);
  }

  private static void row(float[] in, float[] out, int start, int width, int radius) {
    double sum = 0;
    for (int x = 0; x < radius; x++) {
      sum += in[start + x];
    }
    for (int x = 0; x < width; x++) {
      if (x + radius < width) {
        sum += in[start + x + radius];
      }
      if (x > radius) {
        sum -= in[start + x - radius - 1];
      }
      out[start + x] =
          (float) (sum / (Math.min(x + radius, width - 1) - Math.max(x - radius, 0) + 1));
    }
  }

  /** All columns at once, row after row, because memory is read in rows. */
  private static void columns(float[] in, float[] out, int width, int height, int radius) {
    var sums = new double[width];
    for (int y = 0; y < radius; y++) {
      add(sums, in, y * width, 1);
    }
    for (int y = 0; y < height; y++) {
      if (y + radius < height) {
        add(sums, in, (y + radius) * width, 1);
      }
      if (y > radius) {
        add(sums, in, (y - radius - 1) * width, -1);
      }
      float share = 1f / (Math.min(y + radius, height - 1) - Math.max(y - radius, 0) + 1);
      for (int x = 0; x < width; x++) {
        out[y * width + x] = (float) sums[x] * share;
      }
    }
  }

  private static void add(double[] sums, float[] in, int start, int sign) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += sign * in[start + x];
    }
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Pixels;

/**
 * How two pictures of one size differ.
 *
 * @param ssim mean structural similarity, -1 to 1
 * @param mean difference of the channels, 0 to 1
 * @param changed share of the pixels beyond the tolerance
 * @param shown the first picture, faint, with red where they differ
 */
public record Difference(double ssim, double mean, double changed, Pixels shown) {
  private static final int WINDOW = 8;
  private static final int STRIDE = 4;
  private static final double C1 = 6.5025; // (0.01 * 255) squared, as published
  private static final double C2 = 58.5225; // (0.03 * 255) squared

  /**
   * Of two pictures of one size.
   *
   * @param tolerance how many levels of 255 a channel may differ without counting as changed
   * @throws IllegalArgumentException if their sizes differ
   */
  public static Difference of(Pixels one, Pixels other, int tolerance) {
    if (one.width() != other.width() || one.height() != other.height()) {
      throw new IllegalArgumentException(
          "expected %d x %d pixels, but %d x %d"
              .formatted(one.width(), one.height(), other.width(), other.height()));
    }
    var shown = new byte[one.count() * 3];
    long sum = 0;
    int changed = 0;
    for (int i = 0; i < one.count(); i++) {
      int most = 0;
      for (int band = 0; band < 3; band++) {
        int difference = Math.abs(one.at(i, band) - other.at(i, band));
        sum += difference;
        most = Math.max(most, difference);
      }
      changed += most > tolerance ? 1 : 0;
      show(shown, i, one, most > tolerance ? most : 0);
    }
    return new Difference(
        ssim(Grey.of(one), Grey.of(other)),
        sum / (255.0 * 3 * one.count()),
        (double) changed / one.count(),
        new Pixels(one.width(), one.height(), 3, shown));
  }

  private static void show(byte[] shown, int i, Pixels one, int difference) {
    double grey = 0.299 * one.at(i, 0) + 0.587 * one.at(i, 1) + 0.114 * one.at(i, 2);
    double faint = 190 + grey / 4;
    double red = difference == 0 ? 0 : Math.clamp(0.35 + difference / 128.0, 0, 1);
    shown[i * 3] = (byte) Math.round(faint + (220 - faint) * red);
    shown[i * 3 + 1] = (byte) Math.round(faint * (1 - red));
    shown[i * 3 + 2] = (byte) Math.round(faint * (1 - red) + 30 * red);
  }

  private static double ssim(Grey one, Grey other) {
    double sum = 0;
    int windows = 0;
    for (int y = 0; y == 0 || y + WINDOW <= one.height(); y += STRIDE) {
      for (int x = 0; x == 0 || x + WINDOW <= one.width(); x += STRIDE) {
        sum += window(one, other, x, y);
        windows++;
      }
    }
    return sum / windows;
  }

  private static double window(Grey one, Grey other, int left, int top) {
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    int right = Math.min(one.width(), left + WINDOW);
    int bottom = Math.min(one.height(), top + WINDOW);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double p = one.at(x, y);
        double q = other.at(x, y);
        a += p;
        b += q;
        aa += p * p;
        bb += q * q;
        ab += p * q;
      }
    }
    double n = (right - left) * (bottom - top);
    double meanA = a / n;
    double meanB = b / n;
    double both = ab / n - meanA * meanB;
    double spread = aa / n - meanA * meanA + bb / n - meanB * meanB;
    return (2 * meanA * meanB + C1)
        * (2 * both + C2)
        / ((meanA * meanA + meanB * meanB + C1) * (spread + C2));
  }
}

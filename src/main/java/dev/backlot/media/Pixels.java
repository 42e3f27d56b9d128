package dev.backlot.media;

/**
 * Decoded samples, 8 bits each, row by row, channels interleaved; the array is shared, not copied.
 *
 * @param bands 1 (grey or mask), 3 (sRGB) or 4 (sRGB and straight alpha)
 */
@SuppressWarnings(
    "ArrayRecordComponent") // a value nobody compares; copying megabytes would serve no one
public record Pixels(int width, int height, int bands, byte[] samples) {
  public Pixels {
    if ((long) width * height * bands != samples.length) {
      throw new IllegalArgumentException(
          "expected %d x %d x %d samples, but %d".formatted(width, height, bands, samples.length));
    }
  }

  public int count() {
    return width * height;
  }

  /** One sample, 0 to 255. */
  public int at(int pixel, int band) {
    return samples[pixel * bands + band] & 0xff;
  }

  public boolean hasAlpha() {
    return bands == 4;
  }

  /** Alpha of a pixel, 0 to 255; opaque where there is none. */
  public int alpha(int pixel) {
    return hasAlpha() ? at(pixel, 3) : 255;
  }

  /** Mean opacity, 0 (nothing to be seen) to 1 (no transparency). */
  public double coverage() {
    if (!hasAlpha()) {
      return 1;
    }
    long sum = 0;
    for (int pixel = 0; pixel < count(); pixel++) {
      sum += at(pixel, 3);
    }
    return sum / (255.0 * count());
  }

  /** On a larger ground whose samples are all 0, the top left corner at a place. */
  public Pixels placed(int left, int top, int newWidth, int newHeight) {
    var placed = new byte[newWidth * newHeight * bands];
    for (int y = 0; y < height; y++) {
      int row = ((top + y) * newWidth + left) * bands;
      System.arraycopy(samples, y * width * bands, placed, row, width * bands);
    }
    return new Pixels(newWidth, newHeight, bands, placed);
  }

  /**
   * The smallest box around all pixels with an alpha above the threshold; the whole picture if
   * there is none.
   */
  public Box visible(int threshold) {
    int left = width, top = height, right = -1, bottom = -1;
    for (int y = 0, pixel = 0; y < height; y++) {
      for (int x = 0; x < width; x++, pixel++) {
        if (alpha(pixel) > threshold) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return right < 0
        ? new Box(0, 0, width, height)
        : new Box(left, top, right - left + 1, bottom - top + 1);
  }
}

package dev.backlot.media.cutout;

import java.util.function.DoubleUnaryOperator;

/** One channel of numbers, row by row; the array is shared, not copied. */
@SuppressWarnings(
    "ArrayRecordComponent") // a value nobody compares; copying megabytes would serve no one
record Plane(int width, int height, float[] values) {

  static Plane empty(int width, int height) {
    return new Plane(width, height, new float[width * height]);
  }

  float at(int index) {
    return values[index];
  }

  int count() {
    return values.length;
  }

  Plane map(DoubleUnaryOperator change) {
    var changed = new float[values.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = (float) change.applyAsDouble(values[i]);
    }
    return new Plane(width, height, changed);
  }

  Plane times(Plane other) {
    var product = new float[values.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = values[i] * other.values[i];
    }
    return new Plane(width, height, product);
  }

  float max() {
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  float min() {
    float least = Float.POSITIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  /** Scaled by interpolating between the four nearest values. */
  Plane scaled(int newWidth, int newHeight) {
    var scaled = new float[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      float fy = Math.clamp((y + 0.5f) * height / newHeight - 0.5f, 0, height - 1);
      for (int x = 0; x < newWidth; x++) {
        float fx = Math.clamp((x + 0.5f) * width / newWidth - 0.5f, 0, width - 1);
        scaled[y * newWidth + x] = between(fx, fy);
      }
    }
    return new Plane(newWidth, newHeight, scaled);
  }

  private float between(float fx, float fy) {
    int x = (int) fx;
    int y = (int) fy;
    int right = Math.min(x + 1, width - 1);
    int low = Math.min(y + 1, height - 1) * width;
    int high = y * width;
    float above = mix(values[high + x], values[high + right], fx - x);
    float below = mix(values[low + x], values[low + right], fx - x);
    return mix(above, below, fy - y);
  }

  private static float mix(float from, float to, float share) {
    return from + (to - from) * share;
  }
}

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

  /** What a function makes of each value and the other's at the same place. */
  Plane with(Plane other, Both change) {
    var changed = new float[values.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.of(values[i], other.values[i]);
    }
    return new Plane(width, height, changed);
  }

  interface Both {
    float of(float one, float other);
  }

  /** This where the share is 0, the other where it is 1. */
  Plane mixed(Plane other, Plane share) {
    var mixed = new float[values.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = mix(values[i], other.values[i], share.values[i]);
    }
    return new Plane(width, height, mixed);
  }

  Plane times(Plane other) {
    var product = new float[values.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = values[i] * other.values[i];
    }
    return new Plane(width, height, product);
  }

  double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
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
    return part(new Closeup(0, 0, 1, 1), newWidth, newHeight);
  }

  /** A part, scaled in the same way. */
  Plane part(Closeup part, int newWidth, int newHeight) {
    var scaled = new float[newWidth * newHeight];
    float across = (float) (part.width() * width / newWidth);
    float down = (float) (part.height() * height / newHeight);
    float left = (float) (part.left() * width) - 0.5f;
    float top = (float) (part.top() * height) - 0.5f;
    for (int y = 0; y < newHeight; y++) {
      float fy = Math.clamp((y + 0.5f) * down + top, 0, height - 1);
      for (int x = 0; x < newWidth; x++) {
        float fx = Math.clamp((x + 0.5f) * across + left, 0, width - 1);
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

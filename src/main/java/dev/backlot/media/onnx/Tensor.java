package dev.backlot.media.onnx;

/**
 * Numbers in a box of some dimensions, the last one running fastest; the arrays are shared, not
 * copied.
 */
@SuppressWarnings(
    "ArrayRecordComponent") // a value nobody compares; copying megabytes would serve no one
public record Tensor(float[] values, long... shape) {
  public Tensor {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    if (count != values.length) {
      throw new IllegalArgumentException("expected " + count + " numbers, but " + values.length);
    }
  }

  /** The size along a dimension; negative ones count from the last. */
  public int size(int dimension) {
    return Math.toIntExact(shape[dimension < 0 ? shape.length + dimension : dimension]);
  }
}

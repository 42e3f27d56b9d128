package dev.backlot.media.own;

import dev.backlot.media.onnx.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A tensor's dimensions. */
final class Sizes {
  private Sizes() {}

  static List<Long> of(Tensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  /** Such as {@code 1 x 3 x 224 x 224}. */
  static String words(Tensor tensor) {
    return of(tensor).stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }
}

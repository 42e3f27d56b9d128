package dev.backlot.media.own;

import dev.backlot.media.onnx.Tensor;

/** A network that gives something else than its manifest says. */
final class UnfitException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitException(String expected, Tensor output) {
    super(expected + ", but the network gives " + Sizes.words(output));
  }
}

package dev.backlot.media.cutout;

import dev.backlot.media.Pixels;
import dev.backlot.media.onnx.ModelFile;
import dev.backlot.media.onnx.Network;
import dev.backlot.media.onnx.PictureInput;

/** U-2-Net: from a square picture to how much each pixel stands out. Thread-safe. */
final class Salience implements AutoCloseable {
  /** The side in pixels of the picture the network was trained on. */
  static final int SIDE = 320;

  static final ModelFile FILE =
      ModelFile.bundled(
          "u2netp",
          "/models/u2netp.onnx",
          "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8");

  private final Network network = new Network(FILE);

  /** Stretched so that the least is 0 and the most is 1. */
  Plane of(Pixels square) {
    var input = PictureInput.imageNet(PictureInput.Channels.RGB, 1f / brightest(square));
    return stretched(new Plane(SIDE, SIDE, network.run(input.of(square)).values()));
  }

  private static int brightest(Pixels square) {
    int most = 1;
    for (byte sample : square.samples()) {
      most = Math.max(most, sample & 0xff);
    }
    return most;
  }

  private static Plane stretched(Plane plane) {
    float least = plane.min();
    float range = Math.max(plane.max() - least, 1e-6f);
    return plane.map(value -> (value - least) / range);
  }

  @Override
  public void close() {
    network.close();
  }
}

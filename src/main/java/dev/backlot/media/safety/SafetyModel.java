package dev.backlot.media.safety;

import dev.backlot.media.Colour;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.onnx.ModelFile;
import dev.backlot.media.onnx.Network;
import dev.backlot.media.onnx.PictureInput;
import dev.backlot.media.onnx.PictureInput.Channels;
import dev.backlot.media.onnx.PictureInput.Layout;

/**
 * Judges pictures with the MobileNet of NSFWJS. Thread-safe; the network is loaded on first use and
 * stays until it is closed.
 */
public final class SafetyModel implements AutoCloseable {
  private static final int SIDE = 224;
  private static final PictureInput INPUT =
      PictureInput.even(Layout.NCHW, Channels.RGB, 1 / 255f, 0, 1);
  private static final ModelFile FILE =
      ModelFile.bundled(
          "nsfwjs mobilenet_v2",
          "/models/nsfwjs-mobilenet-v2.onnx",
          "f83ed583e956f2c672de39ddaa251d08dd6af72644684f22473844b3ca2a6870");

  private final Network network = new Network(FILE);

  private SafetyModel() {}

  /** The model that comes with Backlot; see docs/models.md. */
  public static SafetyModel bundled() {
    return new SafetyModel();
  }

  /** For {@code doctor}. */
  public String name() {
    return FILE.name();
  }

  /** What it thinks of a picture; transparency counts as white. */
  public Likeliness of(Picture picture) {
    var square = picture.flatten(Colour.WHITE).resize(Scaling.exactly(SIDE, SIDE)).pixels();
    var likely = network.run(INPUT.of(square)).values();
    return new Likeliness(likely[0], likely[1], likely[2], likely[3], likely[4]);
  }

  @Override
  public void close() {
    network.close();
  }
}

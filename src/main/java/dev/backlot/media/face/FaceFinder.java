package dev.backlot.media.face;

import dev.backlot.media.Colour;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.Scaling.Fit;
import dev.backlot.media.onnx.ModelFile;
import dev.backlot.media.onnx.Network;
import dev.backlot.media.onnx.PictureInput;
import dev.backlot.media.onnx.PictureInput.Channels;
import dev.backlot.media.onnx.PictureInput.Layout;
import java.util.Comparator;
import java.util.List;

/**
 * Finds faces with BlazeFace. Thread-safe; the network is loaded on first use and stays until it is
 * closed.
 */
public final class FaceFinder implements AutoCloseable {
  private static final int SIDE = 256;
  private static final PictureInput INPUT =
      PictureInput.even(Layout.NHWC, Channels.RGB, 1 / 127.5f, 1, 1);
  private static final ModelFile FILE =
      ModelFile.bundled(
          "BlazeFace 256",
          "/models/blazeface-256.onnx",
          "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2");

  private final Network network = new Network(FILE);

  private FaceFinder() {}

  /** The model that comes with Backlot; see docs/models.md. */
  public static FaceFinder bundled() {
    return new FaceFinder();
  }

  /** For {@code doctor}. */
  public String name() {
    return FILE.name();
  }

  /** The faces, the largest first; those below some 5 % of the longer side are not seen. */
  public List<Face> find(Picture picture, double confidenceMin) {
    var small = picture.flatten(Colour.BLACK).resize(new Scaling(SIDE, SIDE, Fit.INSIDE, true));
    int left = (SIDE - small.width()) / 2;
    int top = (SIDE - small.height()) / 2;
    var square = small.extend(SIDE, SIDE, left, top, Colour.BLACK).pixels();
    var said = network.all(INPUT.of(square));
    return new Candidates(SIDE, confidenceMin)
        .with(said.get(0), said.get(2), 16, 2).with(said.get(1), said.get(3), 8, 6).faces().stream()
            .map(face -> within(face, small, left, top))
            .sorted(Comparator.comparingDouble(Face::area).reversed())
            .toList();
  }

  /** In shares of the picture, without what was put around it. */
  private static Face within(Face face, Picture small, int left, int top) {
    return new Face(
        (face.x() * SIDE - left) / small.width(),
        (face.y() * SIDE - top) / small.height(),
        face.width() * SIDE / small.width(),
        face.height() * SIDE / small.height(),
        face.confidence());
  }

  @Override
  public void close() {
    network.close();
  }
}

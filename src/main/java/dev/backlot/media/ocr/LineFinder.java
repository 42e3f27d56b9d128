package dev.backlot.media.ocr;

import dev.backlot.media.GoingOn;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.onnx.ModelFile;
import dev.backlot.media.onnx.Network;
import dev.backlot.media.onnx.PictureInput;
import java.io.IOException;
import java.util.List;

/** The network that says where lines of words are. Thread-safe. */
final class LineFinder implements AutoCloseable {
  private static final PictureInput INPUT =
      PictureInput.imageNet(PictureInput.Channels.BGR, 1 / 255f);

  /** Its sides are multiples of this. */
  private static final int GRAIN = 32;

  /** Small pictures are enlarged, up to so many times. */
  private static final double ENLARGEMENT_MAX = 2;

  private final Network network;

  LineFinder(ModelFile file) {
    network = new Network(file);
  }

  /**
   * Boxes in pixels of the picture.
   *
   * @param side the longer side at which is looked, in pixels
   */
  List<Slant> find(Picture picture, int side, int most, GoingOn goingOn)
      throws IOException, MediaException {
    double scale =
        Math.min(ENLARGEMENT_MAX, (double) side / Math.max(picture.width(), picture.height()));
    int width = rounded(picture.width() * scale);
    int height = rounded(picture.height() * scale);
    var seen = picture.resize(Scaling.exactly(width, height)).pixels();
    var boxes =
        new TextMap(width, height, network.run(INPUT.of(seen), goingOn).values()).boxes(most);
    if (boxes.size() > most) {
      throw MediaException.invalid(
          "expected at most " + most + " lines of text, but there are more: crop it first");
    }
    return boxes.stream()
        .map(
            box -> box.scaled((double) picture.width() / width, (double) picture.height() / height))
        .toList();
  }

  private static int rounded(double side) {
    return Math.max(GRAIN, (int) Math.round(side / GRAIN) * GRAIN);
  }

  @Override
  public void close() {
    network.close();
  }
}

package dev.backlot.media.upscale;

import dev.backlot.media.Box;
import dev.backlot.media.Pixels;
import dev.backlot.media.onnx.PictureInput;
import dev.backlot.media.onnx.PictureInput.Channels;
import dev.backlot.media.onnx.PictureInput.Layout;
import dev.backlot.media.onnx.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A picture in tiles, and the larger one that they come to be. For one thread. */
final class Tiles {
  private static final int SIDE = 160;

  /** As far as the network looks around a pixel; so no seam is to be seen. */
  private static final int MARGIN = 12;

  private static final PictureInput INPUT = PictureInput.even(Layout.NCHW, Channels.RGB, 1, 0, 1);

  private final Pixels picture;
  private final int scale;
  private final Pixels result;

  Tiles(Pixels picture, int scale) {
    this.picture = picture;
    this.scale = scale;
    int width = picture.width() * scale;
    int height = picture.height() * scale;
    this.result = new Pixels(width, height, 3, new byte[3 * width * height]);
  }

  /** Side by side, without their margins. */
  List<Box> all() {
    var tiles = new ArrayList<Box>();
    for (int top = 0; top < picture.height(); top += SIDE) {
      for (int left = 0; left < picture.width(); left += SIDE) {
        tiles.add(
            new Box(
                left,
                top,
                Math.min(SIDE, picture.width() - left),
                Math.min(SIDE, picture.height() - top)));
      }
    }
    return tiles;
  }

  /** A tile with what lies around it. */
  Tensor seen(Box tile) {
    var wide = around(tile);
    var samples = new byte[3 * wide.width() * wide.height()];
    int target = 0;
    for (int y = wide.top(); y < wide.bottom(); y++) {
      for (int x = wide.left(); x < wide.right(); x++) {
        for (int band = 0; band < 3; band++) {
          samples[target++] = (byte) picture.at(y * picture.width() + x, band);
        }
      }
    }
    return INPUT.of(new Pixels(wide.width(), wide.height(), 3, samples));
  }

  private Box around(Box tile) {
    int left = Math.max(0, tile.left() - MARGIN);
    int top = Math.max(0, tile.top() - MARGIN);
    int right = Math.min(picture.width(), tile.right() + MARGIN);
    int bottom = Math.min(picture.height(), tile.bottom() + MARGIN);
    return new Box(left, top, right - left, bottom - top);
  }

  /** What the network made of a tile, without its margin. */
  void put(Box tile, Tensor made) {
    var wide = around(tile);
    int across = wide.width() * scale;
    int area = across * wide.height() * scale;
    for (int y = tile.top() * scale; y < tile.bottom() * scale; y++) {
      for (int x = tile.left() * scale; x < tile.right() * scale; x++) {
        int from = (y - wide.top() * scale) * across + x - wide.left() * scale;
        for (int band = 0; band < 3; band++) {
          result.samples()[3 * (y * result.width() + x) + band] =
              (byte) Math.round(Math.clamp(made.values()[band * area + from], 0, 255));
        }
      }
    }
  }

  Pixels result() {
    return result;
  }
}

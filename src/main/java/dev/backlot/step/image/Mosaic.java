package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Studio;

/** A large area on which many pictures are set down side by side. */
final class Mosaic {
  private final int width;
  private final int height;
  private final byte[] samples;

  Mosaic(int width, int height, Colour ground) {
    this.width = width;
    this.height = height;
    samples = new byte[width * height * 4];
    if (!ground.equals(Colour.TRANSPARENT)) {
      for (int at = 0; at < samples.length; at += 4) {
        samples[at] = (byte) ground.red();
        samples[at + 1] = (byte) ground.green();
        samples[at + 2] = (byte) ground.blue();
        samples[at + 3] = (byte) ground.alpha();
      }
    }
  }

  /** Replaces what is there; what reaches beyond the edges is cut off. */
  void place(Pixels tile, int left, int top) {
    for (int y = Math.max(0, -top); y < Math.min(tile.height(), height - top); y++) {
      for (int x = Math.max(0, -left); x < Math.min(tile.width(), width - left); x++) {
        int from = y * tile.width() + x;
        int at = ((y + top) * width + left + x) * 4;
        samples[at] = (byte) tile.at(from, 0);
        samples[at + 1] = (byte) tile.at(from, 1);
        samples[at + 2] = (byte) tile.at(from, 2);
        samples[at + 3] = (byte) tile.alpha(from);
      }
    }
  }

  Picture picture(Studio studio) {
    return studio.picture(new Pixels(width, height, 4, samples));
  }
}

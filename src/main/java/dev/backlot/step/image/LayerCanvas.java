package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.Studio;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What layers are drawn on: its size in pixels, and the pictures that they show, each opened once.
 */
final class LayerCanvas {
  /** Most pixels of all layers of one picture together, and of all the pictures they show. */
  static final long PIXELS_MAX = 4 * MediaLimits.PIXELS_MAX;

  private final PictureJob job;
  private final Studio studio;
  private final int width;
  private final int height;
  private final Map<AssetId, Picture> opened = new HashMap<>();
  private long pixels;

  /**
   * @param studio that everything is made in
   */
  LayerCanvas(PictureJob job, Studio studio, int width, int height) {
    this.job = job;
    this.studio = studio;
    this.width = width;
    this.height = height;
  }

  Studio studio() {
    return studio;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int shorter() {
    return Math.min(width, height);
  }

  /** Refuses a layer of this size if that is too much for one picture, or with the others. */
  void claim(int layerWidth, int layerHeight) throws MediaException {
    MediaLimits.check(layerWidth, layerHeight);
    pixels += (long) layerWidth * layerHeight;
    if (pixels > PIXELS_MAX) {
      throw MediaException.invalid(
          "expected layers and pictures of at most %d megapixels together, but with this they are more"
              .formatted(PIXELS_MAX / 1_000_000));
    }
  }

  /** Opened no larger than it is wanted, unless it is open already. */
  Picture open(Asset asset, Scaling scaling) throws IOException, MediaException {
    var known = opened.get(asset.id());
    return known == null ? studio.open(job.file(asset), scaling) : known.resize(scaling);
  }

  Picture open(Asset asset) throws IOException, MediaException {
    var known = opened.get(asset.id());
    if (known != null) {
      return known;
    }
    var picture = studio.open(job.file(asset));
    claim(picture.width(), picture.height());
    opened.put(asset.id(), picture);
    return picture;
  }
}

package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Studio;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What layers are drawn on: its size in pixels, and the pictures that they show, each opened once.
 */
record LayerCanvas(PictureJob job, int width, int height, Map<AssetId, Picture> opened) {
  LayerCanvas(PictureJob job, int width, int height) {
    this(job, width, height, new HashMap<>());
  }

  /** Another size for the same pictures. */
  LayerCanvas sized(int otherWidth, int otherHeight) {
    return new LayerCanvas(job, otherWidth, otherHeight, opened);
  }

  Studio studio() {
    return job.studio();
  }

  int shorter() {
    return Math.min(width, height);
  }

  Picture open(Asset asset) throws IOException, MediaException {
    var known = opened.get(asset.id());
    if (known != null) {
      return known;
    }
    var picture = job.open(asset);
    opened.put(asset.id(), picture);
    return picture;
  }
}

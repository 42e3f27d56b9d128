package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.model.Asset;
import java.io.IOException;
import java.util.Optional;

/**
 * A picture that fits its box one way or another.
 *
 * @param focusX the point that stays with a focal fit, 0 (left) to 1 (right)
 * @param focusY the point that stays with a focal fit, 0 (top) to 1 (bottom)
 */
record ImageContent(Optional<Asset> image, String fit, double focusX, double focusY, String path)
    implements Layer.Content {

  static ImageContent read(Spec spec) throws MediaException {
    if (!spec.isDraft()) {
      spec.required("image");
    }
    return new ImageContent(
        spec.image("image"),
        spec.oneOf("fit", "cover", "cover", "inside", "fill", "smart", "entropy", "focal"),
        spec.number("focus_x", 0, 1, 0.5),
        spec.number("focus_y", 0, 1, 0.5),
        spec.path() + ".image");
  }

  @Override
  public Picture draw(LayerCanvas canvas, int width, int height, Placement place)
      throws IOException, MediaException {
    try {
      var asset = image.orElseThrow();
      return fit.equals("focal")
          ? Focus.cut(canvas.open(asset), width, height, focusX, focusY)
          : canvas.open(asset, new Scaling(width, height, Scaling.Fit.parse(fit), true));
    } catch (MediaException refused) {
      throw refused.about(path);
    }
  }

  /** Fills a box around a point. */
  static final class Focus {
    private Focus() {}

    static Picture cut(Picture picture, int width, int height, double focusX, double focusY) {
      double ratio = (double) width / height;
      int wide = Math.clamp(Math.round(picture.height() * ratio), 1, picture.width());
      int high = Math.clamp(Math.round(picture.width() / ratio), 1, picture.height());
      return picture
          .crop(around(focusX, focusY, wide, high, picture.width(), picture.height()))
          .resize(new Scaling(width, height, Scaling.Fit.COVER, true));
    }

    /** A part of a whole that has its middle as near to the focus as the whole allows. */
    static Box around(double x, double y, int width, int height, int outerWidth, int outerHeight) {
      return new Box(from(x, width, outerWidth), from(y, height, outerHeight), width, height);
    }

    /** Where a part begins that has its middle as near to the focus as the whole allows. */
    private static int from(double focus, int part, int whole) {
      return Math.clamp(Math.round(focus * whole - part / 2.0), 0, whole - part);
    }
  }
}

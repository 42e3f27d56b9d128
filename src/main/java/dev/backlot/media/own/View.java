package dev.backlot.media.own;

import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.Scaling.Fit;

/** In which size a network sees a picture. */
sealed interface View {
  /** Most pixels for a network that takes any size: 1 megapixel. */
  int PIXELS_MAX = 1 << 20;

  /**
   * Always the same size.
   *
   * @param cover whether the middle is cut out, so that nothing is stretched
   */
  record Fixed(int width, int height, boolean cover) implements View {
    @Override
    public Picture of(Picture picture) {
      return picture.resize(new Scaling(width, height, cover ? Fit.COVER : Fit.FILL, true));
    }
  }

  /**
   * As the picture is.
   *
   * @param multiple sides are stretched to the nearest multiple of this
   */
  record Any(int multiple) implements View {
    @Override
    public Picture of(Picture picture) throws MediaException {
      if ((long) picture.width() * picture.height() > PIXELS_MAX) {
        throw MediaException.invalid(
            "expected at most 1 megapixel for a model of any size, but the picture is %d x %d: resize it first"
                .formatted(picture.width(), picture.height()));
      }
      return picture.resize(Scaling.exactly(rounded(picture.width()), rounded(picture.height())));
    }

    /** Shrunk to a megapixel: of a mask, more is found at the picture's own edges. */
    @Override
    public Picture fitting(Picture picture) {
      double scale = Math.sqrt(PIXELS_MAX / ((double) picture.width() * picture.height()));
      return scale >= 1
          ? picture
          : picture.resize(
              Scaling.exactly(
                  Math.max(1, (int) (picture.width() * scale)),
                  Math.max(1, (int) (picture.height() * scale))));
    }

    private int rounded(int side) {
      return Math.max(1, Math.round((float) side / multiple)) * multiple;
    }
  }

  /** What the network gets to see. */
  Picture of(Picture picture) throws MediaException;

  /** The picture, no larger than what the network may get to see. */
  default Picture fitting(Picture picture) {
    return picture;
  }
}

package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.Studio;
import dev.backlot.media.TextStyle;

/** Finds the largest letters with which words fit a box, in at most a dozen attempts. */
final class FittedText {
  private final Studio studio;
  private final String words;
  private final TextStyle style;
  private final int heightMax;
  private final boolean wrap;

  private FittedText(Studio studio, String words, TextStyle style, int heightMax, boolean wrap) {
    this.studio = studio;
    this.words = words;
    this.style = style;
    this.heightMax = heightMax;
    this.wrap = wrap;
  }

  /**
   * @param style with the greatest size and the width of the box
   * @param sizeMin of the letters; words that do not even fit so are refused
   * @param wrap whether lines that are too long go on below
   */
  static Picture draw(
      Studio studio, String words, TextStyle style, int sizeMin, int heightMax, boolean wrap)
      throws MediaException {
    return new FittedText(studio, words, style, heightMax, wrap).search(sizeMin);
  }

  private Picture search(int sizeMin) throws MediaException {
    var largest = at(style.size());
    if (fits(largest)) {
      return largest;
    }
    var best = at(sizeMin);
    if (!fits(best)) {
      throw MediaException.invalid(
          ("expected words that fit %d x %d pixels, but in letters of %d pixels they take %d x %d:"
                  + " shorten them, widen the box or allow smaller letters")
              .formatted(style.widthMax(), heightMax, sizeMin, best.width(), best.height()));
    }
    int low = sizeMin + 1;
    int high = style.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      var tried = at(middle);
      if (fits(tried)) {
        best = tried;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return best;
  }

  private Picture at(int size) throws MediaException {
    var sized = style.sized(size);
    return studio.text(words, wrap ? sized : sized.widened(MediaLimits.SIDE_MAX));
  }

  private boolean fits(Picture picture) {
    return picture.width() <= style.widthMax() && picture.height() <= heightMax;
  }
}

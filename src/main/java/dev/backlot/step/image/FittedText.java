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
    int greatest = Math.min(style.size(), hopeful());
    if (sizeMin > greatest) {
      throw tooMany(sizeMin);
    }
    var largest = at(greatest);
    if (fits(largest)) {
      return largest;
    }
    var least = at(sizeMin);
    if (!fits(least)) {
      throw tooMany(sizeMin);
    }
    return best(least, sizeMin + 1, greatest - 1);
  }

  private Picture best(Picture fitting, int low, int high) throws MediaException {
    var best = fitting;
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

  /**
   * A size beyond which nothing is worth drawing: letters are at least a quarter as wide as they
   * are high.
   */
  private int hopeful() {
    double area = (double) style.widthMax() * Math.max(1, heightMax);
    double size = Math.sqrt(4 * area / words.length()) * 2;
    return (int) Math.clamp(Math.ceil(size), 4, 2000);
  }

  private MediaException tooMany(int sizeMin) {
    return MediaException.invalid(
        ("expected words that fit %d x %d pixels in letters of %d pixels, but there are too many:"
                + " shorten them, widen the box or allow smaller letters")
            .formatted(style.widthMax(), Math.max(0, heightMax), sizeMin));
  }

  private Picture at(int size) throws MediaException {
    var sized = style.sized(size);
    return studio.text(words, wrap ? sized : sized.widened(MediaLimits.SIDE_MAX));
  }

  private boolean fits(Picture picture) {
    return picture.width() <= style.widthMax() && picture.height() <= heightMax;
  }
}

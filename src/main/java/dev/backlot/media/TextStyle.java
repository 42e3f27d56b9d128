package dev.backlot.media;

/**
 * How words are drawn.
 *
 * @param font family name, as the system's font configuration knows it
 * @param size height of the letters' line in pixels, 4 to 2000
 * @param widthMax in pixels; longer lines wrap
 */
public record TextStyle(
    String font, boolean bold, int size, Colour colour, int widthMax, Align align) {
  /** Where the lines of a paragraph meet: low is where reading starts, so right in Arabic. */
  public enum Align {
    LOW,
    CENTRE,
    HIGH
  }

  /** Refuses words that in this size would take more than a picture may have, before drawing. */
  public void check(String words) throws MediaException {
    // Letters are at least a quarter as wide as they are high.
    double pixels = 0.25 * words.length() * size * size;
    if (pixels > MediaLimits.PIXELS_MAX) {
      throw MediaException.invalid(
          "expected fewer or smaller letters, but %d of %d pixels take more than %d megapixels"
              .formatted(words.length(), size, MediaLimits.PIXELS_MAX / 1_000_000));
    }
  }

  public TextStyle widened(int other) {
    return new TextStyle(font, bold, size, colour, other, align);
  }

  public TextStyle sized(int other) {
    return new TextStyle(font, bold, other, colour, widthMax, align);
  }
}

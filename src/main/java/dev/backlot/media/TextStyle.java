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

  public TextStyle widened(int other) {
    return new TextStyle(font, bold, size, colour, other, align);
  }

  public TextStyle sized(int other) {
    return new TextStyle(font, bold, other, colour, widthMax, align);
  }
}

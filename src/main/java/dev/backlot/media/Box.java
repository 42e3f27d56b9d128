package dev.backlot.media;

/** A rectangle of pixels; the origin is the top left corner. */
public record Box(int left, int top, int width, int height) {
  public int right() {
    return left + width;
  }

  public int bottom() {
    return top + height;
  }

  public boolean isWithin(int outerWidth, int outerHeight) {
    return left >= 0
        && top >= 0
        && width > 0
        && height > 0
        && right() <= outerWidth
        && bottom() <= outerHeight;
  }
}

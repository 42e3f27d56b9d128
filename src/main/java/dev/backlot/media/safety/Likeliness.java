package dev.backlot.media.safety;

/**
 * How likely a picture is of each kind, 0 to 1, together 1.
 *
 * @param drawing a harmless drawing
 * @param hentai a pornographic drawing
 * @param neutral a harmless photo
 * @param porn a pornographic photo
 * @param sexy a suggestive photo, without more
 */
public record Likeliness(double drawing, double hentai, double neutral, double porn, double sexy) {
  /** Pornographic, drawn or not. */
  public double explicit() {
    return hentai + porn;
  }
}

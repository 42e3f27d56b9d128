package dev.backlot.model;

import java.util.List;

/**
 * What a picture looks like, in a few bytes.
 *
 * @param print 64 bits of its lowest frequencies (pHash): alike pictures differ in few
 * @param colours its main colours, the largest share first; none where nothing can be seen
 */
public record Look(long print, List<Shade> colours) {
  public static final int BITS = 64;

  /** In how many bits a picture may differ from one that it still looks like. */
  public static final int ALIKE = 8;

  public Look {
    colours = List.copyOf(colours);
  }

  /**
   * One of its main colours.
   *
   * @param rgb red, green and blue of sRGB, eight bits each
   * @param percent of what can be seen that has it, 0 to 100
   */
  public record Shade(int rgb, int percent) {
    public String hex() {
      return "#%06x".formatted(rgb);
    }
  }

  /** In how many bits two prints differ, 0 to 64. */
  public static int distance(long one, long other) {
    return Long.bitCount(one ^ other);
  }
}

package dev.backlot.media;

/**
 * How pictures follow one another.
 *
 * @param delayMs how long each is shown
 * @param loops how often all are shown; 0 is for ever
 * @param quality 1 (small) to 100 (best); GIF, which has 256 colours, ignores it
 */
public record Animation(Format format, int delayMs, int loops, int quality) {
  /** The formats of moving pictures. */
  public enum Format {
    GIF,
    WEBP
  }
}

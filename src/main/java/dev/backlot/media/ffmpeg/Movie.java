package dev.backlot.media.ffmpeg;

import java.util.Map;
import java.util.Optional;

/**
 * What a video or sound file says of itself.
 *
 * @param container such as {@code mp4} or {@code matroska}
 * @param seconds how long it is; 0 when it does not say
 * @param tags what else it says, by names in capitals; at most {@value #TAGS_MAX}
 */
public record Movie(
    String container,
    double seconds,
    Optional<Moving> video,
    Optional<Sound> audio,
    Map<String, String> tags) {
  static final int TAGS_MAX = 200;

  public Movie {
    tags = Map.copyOf(tags);
  }

  /**
   * Its first stream of pictures.
   *
   * @param index its number within the file
   * @param width in pixels as displayed: rotated, and with square pixels
   * @param height in pixels as displayed
   * @param rate frames a second, 0 when it does not say
   * @param depth bits a channel, 0 when it does not say
   */
  public record Moving(int index, String codec, int width, int height, double rate, int depth) {}

  /**
   * Its first stream of sound.
   *
   * @param index its number within the file
   * @param rate samples a second
   */
  public record Sound(int index, String codec, int channels, int rate) {}
}

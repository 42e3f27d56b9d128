package dev.backlot.media.ffmpeg;

import java.util.Optional;

/**
 * What a video or sound file says of itself.
 *
 * @param container such as {@code mp4} or {@code matroska}
 * @param seconds how long it is; 0 when it does not say
 */
public record Movie(
    String container, double seconds, Optional<Moving> video, Optional<Sound> audio) {
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

package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Pixels;

/**
 * A backdrop of one colour under a soft lamp: a little brighter behind the subject, a little darker
 * in the corners.
 */
final class StudioLight {
  /** How far the middle and the corners differ from the colour at full light, in levels of 255. */
  private static final double BRIGHTER = 14;

  private static final double DARKER = 22;

  private StudioLight() {}

  static Pixels on(Colour colour, int width, int height, double light) {
    var samples = new byte[width * height * 3];
    int[] base = {colour.red(), colour.green(), colour.blue()};
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double change = light * change(x, y, width, height) + grain(x, y);
        for (int channel : base) {
          samples[at++] = (byte) Math.clamp(Math.round(channel + change), 0, 255);
        }
      }
    }
    return new Pixels(width, height, 3, samples);
  }

  /** Falls smoothly from the lamp's middle, which is above the picture's. */
  private static double change(int x, int y, int width, int height) {
    double across = (x + 0.5) / width - 0.5;
    double down = (y + 0.5) / height - 0.42;
    double distance = Math.min(1, (across * across + down * down) / 0.6);
    return BRIGHTER - (BRIGHTER + DARKER) * distance;
  }

  /** Half a level of fixed noise, because a gradient this slight would show as rings. */
  private static double grain(int x, int y) {
    int hash = (x * 0x9E3779B1) ^ (y * 0x85EBCA77);
    hash = (hash ^ (hash >>> 15)) * 0x2C1B3C6D;
    return ((hash >>> 16) & 0xffff) / 65536.0 - 0.5;
  }
}

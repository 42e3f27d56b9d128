package dev.backlot.media;

import java.util.Arrays;
import java.util.Locale;

/**
 * How the colours of a picture mix with those below it: the modes of the W3C's compositing
 * specification, channel by channel, in sRGB.
 */
public enum BlendMode {
  NORMAL,
  MULTIPLY,
  SCREEN,
  OVERLAY,
  DARKEN,
  LIGHTEN,
  COLOUR_DODGE,
  COLOUR_BURN,
  HARD_LIGHT,
  SOFT_LIGHT,
  DIFFERENCE,
  EXCLUSION;

  /** The word a workflow file uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static String[] words() {
    return Arrays.stream(values()).map(BlendMode::word).toArray(String[]::new);
  }

  public static BlendMode parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * One channel of the mixture of two opaque colours.
   *
   * @param below 0 to 1
   * @param above 0 to 1
   */
  public double mix(double below, double above) {
    return switch (this) {
      case NORMAL -> above;
      case MULTIPLY -> below * above;
      case SCREEN -> below + above - below * above;
      case OVERLAY -> HARD_LIGHT.mix(above, below);
      case DARKEN -> Math.min(below, above);
      case LIGHTEN -> Math.max(below, above);
      case COLOUR_DODGE -> below == 0 ? 0 : above >= 1 ? 1 : Math.min(1, below / (1 - above));
      case COLOUR_BURN -> below >= 1 ? 1 : above <= 0 ? 0 : 1 - Math.min(1, (1 - below) / above);
      case HARD_LIGHT ->
          above <= 0.5 ? MULTIPLY.mix(below, 2 * above) : SCREEN.mix(below, 2 * above - 1);
      case SOFT_LIGHT -> softly(below, above);
      case DIFFERENCE -> Math.abs(below - above);
      case EXCLUSION -> below + above - 2 * below * above;
    };
  }

  private static double softly(double below, double above) {
    if (above <= 0.5) {
      return below - (1 - 2 * above) * below * (1 - below);
    }
    double curve = below <= 0.25 ? ((16 * below - 12) * below + 4) * below : Math.sqrt(below);
    return below + (2 * above - 1) * (curve - below);
  }
}

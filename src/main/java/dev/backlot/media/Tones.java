package dev.backlot.media;

import java.util.function.DoubleUnaryOperator;

/**
 * What becomes of each level of each colour channel; alpha stays as it is.
 *
 * @param red 256 levels, 0 to 255
 * @param green 256 levels, 0 to 255
 * @param blue 256 levels, 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // a table that nobody compares
public record Tones(byte[] red, byte[] green, byte[] blue) {
  public Tones {
    if (red.length != 256 || green.length != 256 || blue.length != 256) {
      throw new IllegalArgumentException("expected 256 levels for each channel");
    }
  }

  /** The same curve for all channels, from and to 0 to 1; what lies beyond is cut off. */
  public static Tones of(DoubleUnaryOperator curve) {
    var table = table(curve);
    return new Tones(table, table, table);
  }

  public static Tones of(
      DoubleUnaryOperator red, DoubleUnaryOperator green, DoubleUnaryOperator blue) {
    return new Tones(table(red), table(green), table(blue));
  }

  private static byte[] table(DoubleUnaryOperator curve) {
    var table = new byte[256];
    for (int level = 0; level < 256; level++) {
      double value = curve.applyAsDouble(level / 255.0);
      table[level] = (byte) Math.clamp(Math.round(value * 255), 0, 255);
    }
    return table;
  }
}

package dev.backlot.model;

/**
 * A colour as the eye sees it: Björn Ottosson's Oklab with his lightness for dark colours (L_r), in
 * hundredths.
 *
 * @param light 0 black to 100 white
 * @param green negative is green, positive red
 * @param blue negative is blue, positive yellow
 */
public record Oklab(double light, double green, double blue) {
  /** The toe of L_r: as light as CIELAB has it, where a white ground is beside it. */
  private static final double K1 = 0.206;

  private static final double K2 = 0.03;
  private static final double K3 = (1 + K1) / (1 + K2);

  private static final double[] LINEAR = new double[256];

  static {
    for (int level = 0; level < LINEAR.length; level++) {
      double share = level / 255.0;
      LINEAR[level] = share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
  }

  /** Of red, green and blue of sRGB, eight bits each. */
  public static Oklab of(int rgb) {
    double r = LINEAR[rgb >> 16 & 0xff];
    double g = LINEAR[rgb >> 8 & 0xff];
    double b = LINEAR[rgb & 0xff];
    double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return new Oklab(
        100 * toe(0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s),
        100 * (1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s),
        100 * (0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s));
  }

  private static double toe(double light) {
    double straight = K3 * light - K1;
    return (straight + Math.sqrt(straight * straight + 4 * K2 * K3 * light)) / 2;
  }

  /**
   * How far another one is for somebody who looks for a colour: whether it is lighter or darker
   * counts half. Black and white are 50 apart; within 6 most people use the same word.
   */
  public double distance(Oklab other) {
    double toLight = (light - other.light) / 2;
    double toGreen = green - other.green;
    double toBlue = blue - other.blue;
    return Math.sqrt(toLight * toLight + toGreen * toGreen + toBlue * toBlue);
  }
}

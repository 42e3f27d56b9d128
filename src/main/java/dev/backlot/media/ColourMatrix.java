package dev.backlot.media;

/**
 * Nine factors that make new colours of old ones: each row gives the shares of red, green and blue
 * in one new channel; alpha stays as it is.
 */
public record ColourMatrix(
    double redOfRed,
    double redOfGreen,
    double redOfBlue,
    double greenOfRed,
    double greenOfGreen,
    double greenOfBlue,
    double blueOfRed,
    double blueOfGreen,
    double blueOfBlue) {
  // How bright the eye sees each channel, by Rec. 709.
  private static final double RED = 0.2126;
  private static final double GREEN = 0.7152;
  private static final double BLUE = 0.0722;

  public static final ColourMatrix NONE = new ColourMatrix(1, 0, 0, 0, 1, 0, 0, 0, 1);
  public static final ColourMatrix GREY = saturation(0);
  public static final ColourMatrix SEPIA =
      new ColourMatrix(0.393, 0.769, 0.189, 0.349, 0.686, 0.168, 0.272, 0.534, 0.131);

  /** 0 is grey, 1 changes nothing, 2 is twice as colourful; brightness stays. */
  public static ColourMatrix saturation(double factor) {
    double rest = 1 - factor;
    return new ColourMatrix(
        factor + rest * RED,
        rest * GREEN,
        rest * BLUE,
        rest * RED,
        factor + rest * GREEN,
        rest * BLUE,
        rest * RED,
        rest * GREEN,
        factor + rest * BLUE);
  }

  /** Everything in one colour, as bright as before; a dark colour makes it darker. */
  public static ColourMatrix tint(Colour colour) {
    double light = RED * colour.red() + GREEN * colour.green() + BLUE * colour.blue();
    // Bright parts would lose their detail if a dark colour were raised to their brightness.
    double raised = Math.max(light, 150);
    double red = colour.red() / raised;
    double green = colour.green() / raised;
    double blue = colour.blue() / raised;
    return new ColourMatrix(
        red * RED,
        red * GREEN,
        red * BLUE,
        green * RED,
        green * GREEN,
        green * BLUE,
        blue * RED,
        blue * GREEN,
        blue * BLUE);
  }

  /** Part of the way from no change, 0, to this one, 1. */
  public ColourMatrix weakened(double share) {
    return new ColourMatrix(
        1 + share * (redOfRed - 1),
        share * redOfGreen,
        share * redOfBlue,
        share * greenOfRed,
        1 + share * (greenOfGreen - 1),
        share * greenOfBlue,
        share * blueOfRed,
        share * blueOfGreen,
        1 + share * (blueOfBlue - 1));
  }

  /** Row by row. */
  public double[] factors() {
    return new double[] {
      redOfRed,
      redOfGreen,
      redOfBlue,
      greenOfRed,
      greenOfGreen,
      greenOfBlue,
      blueOfRed,
      blueOfGreen,
      blueOfBlue
    };
  }
}

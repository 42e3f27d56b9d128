package dev.backlot.media;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** An sRGB colour; each channel 0 to 255, alpha 255 is opaque. */
public record Colour(int red, int green, int blue, int alpha) {
  private static final Pattern FORM =
      Pattern.compile("#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})");

  public static final Colour WHITE = new Colour(255, 255, 255, 255);
  public static final Colour BLACK = new Colour(0, 0, 0, 255);
  public static final Colour TRANSPARENT = new Colour(0, 0, 0, 0);

  /** Reads {@code #rgb}, {@code #rrggbb} or {@code #rrggbbaa}. */
  public static Optional<Colour> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    var digits = text.length() == 4 ? doubled(text) : text.substring(1);
    var bytes = HexFormat.of().parseHex(digits.length() == 6 ? digits + "ff" : digits);
    return Optional.of(
        new Colour(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff));
  }

  private static String doubled(String text) {
    return text.substring(1).replaceAll("(.)", "$1$1");
  }

  /** {@code #rrggbb}; alpha is left out. */
  public String hex() {
    return "#%02x%02x%02x".formatted(red, green, blue);
  }

  /** Whether black is easier to read on it than white, by the contrast of WCAG 2. */
  public boolean isBright() {
    double light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    return light > 0.179;
  }

  private static double linear(int level) {
    double share = level / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  public Colour withAlpha(int newAlpha) {
    return new Colour(red, green, blue, newAlpha);
  }
}

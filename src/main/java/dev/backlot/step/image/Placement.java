package dev.backlot.step.image;

import dev.backlot.media.Box;
import java.util.Arrays;
import java.util.Locale;

/** Where something smaller goes inside something larger. */
public enum Placement {
  CENTRE(0.5, 0.5),
  TOP(0.5, 0),
  BOTTOM(0.5, 1),
  LEFT(0, 0.5),
  RIGHT(1, 0.5),
  TOP_LEFT(0, 0),
  TOP_RIGHT(1, 0),
  BOTTOM_LEFT(0, 1),
  BOTTOM_RIGHT(1, 1);

  private final double across;
  private final double down;

  Placement(double across, double down) {
    this.across = across;
    this.down = down;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static String[] words() {
    return Arrays.stream(values()).map(Placement::word).toArray(String[]::new);
  }

  public static Placement parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** A box of the given size within an outer box shrunk by a margin on all sides. */
  public Box place(int width, int height, int outerWidth, int outerHeight, int margin) {
    int left = margin + (int) Math.round((outerWidth - 2 * margin - width) * across);
    int top = margin + (int) Math.round((outerHeight - 2 * margin - height) * down);
    return new Box(left, top, width, height);
  }
}

package dev.backlot.media;

import java.util.Locale;

/** The direction in which a picture is mirrored. */
public enum Axis {
  /** Left and right change places. */
  HORIZONTAL,
  /** Top and bottom change places. */
  VERTICAL;

  /** The word a workflow file uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Axis parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

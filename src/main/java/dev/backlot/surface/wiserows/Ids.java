package dev.backlot.surface.wiserows;

import java.util.HexFormat;
import java.util.UUID;

/** New ids: a word for what it is, and 64 random bits. */
final class Ids {
  private Ids() {}

  static String make(String word) {
    return word + "_" + HexFormat.of().toHexDigits(UUID.randomUUID().getLeastSignificantBits());
  }
}

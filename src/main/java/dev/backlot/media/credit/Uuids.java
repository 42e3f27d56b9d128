package dev.backlot.media.credit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Boxes of the ISO base media file format that are told by a UUID, as Latin text. */
final class Uuids {
  /** C2PA: d8fec3d6-1b0e-483c-9297-5828877ec481. */
  static final String CREDENTIALS = text("d8fec3d61b0e483c92975828877ec481");

  /** XMP: be7acfcb-97a9-42e8-9c71-999491e3afac. */
  static final String XMP = text("be7acfcb97a942e89c71999491e3afac");

  private Uuids() {}

  private static String text(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }
}

package dev.backlot.attest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Keys as text (RFC 7468). */
final class Pem {
  private static final int LINE = 64;

  private Pem() {}

  static String write(byte[] encoded, String label) {
    var lines = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, lines.encodeToString(encoded), label);
  }

  static byte[] read(String text, String label) throws IOException {
    int from = text.indexOf("-----BEGIN " + label + "-----");
    int to = text.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IOException("expected '-----BEGIN " + label + "-----' in PEM");
    }
    try {
      var body = text.substring(text.indexOf('\n', from) + 1, to);
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IOException("what stands between the lines of the PEM is no Base64", e);
    }
  }
}

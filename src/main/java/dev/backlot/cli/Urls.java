package dev.backlot.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text within addresses. */
final class Urls {
  private Urls() {}

  static String quote(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

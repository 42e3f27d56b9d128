package dev.backlot.surface.firefly;

import java.net.URI;
import java.util.Map;

/** Whose object store an address leads to, in the vendor's words; a hint and no more. */
final class Storages {
  private static final Map<String, String> BY_HOST =
      Map.of(
          "amazonaws.com", "AWS",
          "windows.net", "AZURE",
          "storage.googleapis.com", "GCS",
          "dropboxusercontent.com", "DROPBOX",
          "adobe.io", "ADOBE");
  private static final String OTHER = "URL";

  private Storages() {}

  static String of(String address) {
    try {
      var host = String.valueOf(URI.create(address).getHost());
      return BY_HOST.entrySet().stream()
          .filter(one -> host.equals(one.getKey()) || host.endsWith("." + one.getKey()))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(OTHER);
    } catch (IllegalArgumentException _) {
      return OTHER;
    }
  }
}

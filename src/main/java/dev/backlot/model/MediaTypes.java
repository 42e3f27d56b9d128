package dev.backlot.model;

import java.util.Map;

/** File name extensions of the media types that Backlot writes and knows. */
public final class MediaTypes {
  private static final Map<String, String> EXTENSIONS =
      Map.ofEntries(
          Map.entry("image/jpeg", "jpg"),
          Map.entry("image/png", "png"),
          Map.entry("image/webp", "webp"),
          Map.entry("image/avif", "avif"),
          Map.entry("image/gif", "gif"),
          Map.entry("image/svg+xml", "svg"),
          Map.entry("video/mp4", "mp4"),
          Map.entry("video/webm", "webm"),
          Map.entry("video/quicktime", "mov"),
          Map.entry("video/x-msvideo", "avi"),
          Map.entry("audio/mpeg", "mp3"),
          Map.entry("application/json", "json"),
          Map.entry("application/pdf", "pdf"),
          Map.entry("text/plain", "txt"),
          Map.entry("text/csv", "csv"));

  private MediaTypes() {}

  /** The usual extension without its dot; {@code bin} for types that have none here. */
  public static String extension(String mediaType) {
    return EXTENSIONS.getOrDefault(mediaType, "bin");
  }
}

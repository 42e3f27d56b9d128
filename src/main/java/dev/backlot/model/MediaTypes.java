package dev.backlot.model;

import java.util.Locale;
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
          Map.entry("video/x-matroska", "mkv"),
          Map.entry("video/mp2t", "ts"),
          Map.entry("video/mpeg", "mpg"),
          Map.entry("video/ogg", "ogv"),
          Map.entry("video/x-flv", "flv"),
          Map.entry("audio/mpeg", "mp3"),
          Map.entry("audio/mp4", "m4a"),
          Map.entry("audio/vnd.wave", "wav"),
          Map.entry("audio/x-flac", "flac"),
          Map.entry("audio/ogg", "ogg"),
          Map.entry("audio/x-aac", "aac"),
          Map.entry("audio/x-aiff", "aiff"),
          Map.entry("application/json", "json"),
          Map.entry("application/pdf", "pdf"),
          Map.entry("application/zip", "zip"),
          Map.entry("application/x-ndjson", "jsonl"),
          Map.entry("text/plain", "txt"),
          Map.entry("text/csv", "csv"));

  /** What content cannot tell from plain text, by the name that it was given. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "csv", "text/csv",
          "json", "application/json",
          "jsonl", "application/x-ndjson",
          "md", "text/markdown");

  private MediaTypes() {}

  /**
   * As {@link #extension(String)}; plain text keeps the extension of its name where it is known.
   */
  public static String extension(Asset asset) {
    var own = nameExtension(asset);
    return TEXTS.containsKey(own) ? own : extension(asset.mediaType());
  }

  /**
   * The media type that receivers are told; plain text is what its name says, where that is known.
   */
  public static String told(Asset asset) {
    return TEXTS.getOrDefault(nameExtension(asset), asset.mediaType());
  }

  /** Of plain text alone: everything else shows by its content what it is. */
  private static String nameExtension(Asset asset) {
    int dot = asset.name().lastIndexOf('.');
    return asset.mediaType().equals("text/plain") && dot > 0
        ? asset.name().substring(dot + 1).toLowerCase(Locale.ROOT)
        : "";
  }

  /** The usual extension without its dot; {@code bin} for types that have none here. */
  public static String extension(String mediaType) {
    return EXTENSIONS.getOrDefault(mediaType, "bin");
  }
}

package dev.backlot.media;

/** Media types in words for error messages. */
public final class MediaWords {
  private MediaWords() {}

  public static String of(String mediaType) {
    return kind(mediaType) + " (" + mediaType + ")";
  }

  private static String kind(String mediaType) {
    return switch (mediaType) {
      case "application/pdf" -> "a PDF document";
      case "image/svg+xml" -> "an SVG drawing";
      case "application/zip" -> "a ZIP archive";
      case "application/vnd.apple.mpegurl", "audio/x-mpegurl", "application/dash+xml" ->
          "a playlist that names other files";
      case "image/tiff" -> "a TIFF image";
      case "image/heic", "image/heif" -> "a HEIC image";
      case "application/octet-stream" -> "of an unknown type";
      default -> family(mediaType);
    };
  }

  private static String family(String mediaType) {
    return switch (mediaType.substring(0, Math.max(0, mediaType.indexOf('/')))) {
      case "image" -> "another kind of image";
      case "video" -> "a video";
      case "audio" -> "sound";
      case "text" -> "text";
      default -> "something else";
    };
  }
}

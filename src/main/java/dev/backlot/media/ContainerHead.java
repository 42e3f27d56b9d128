package dev.backlot.media;

import java.nio.charset.StandardCharsets;

/**
 * Tells apart what shares a container: MP4 and QuickTime, WebM and Matroska, Ogg with and without
 * pictures.
 */
final class ContainerHead {
  /** So much of a file is looked at. */
  static final int BYTES = 4096;

  private static final int TS_PACKET = 188;
  private static final int TS_SYNC = 0x47;

  private ContainerHead() {}

  /** The media type that a sniffer found, more precisely. */
  static String refine(String mediaType, byte[] head) {
    return switch (mediaType) {
      case "video/quicktime", "video/mp4", "application/mp4" -> byBrand(mediaType, head);
      case "application/x-matroska", "video/x-matroska" ->
          text(head).contains("B\u0082\u0084webm") ? "video/webm" : "video/x-matroska";
      case "application/ogg", "audio/vorbis", "audio/opus" ->
          text(head).contains("\u0080theora") ? "video/ogg" : "audio/ogg";
      case "application/octet-stream" -> isTransportStream(head) ? "video/mp2t" : mediaType;
      default -> mediaType;
    };
  }

  private static String byBrand(String mediaType, byte[] head) {
    if (head.length < 12 || !text(head).startsWith("ftyp", 4)) {
      return mediaType;
    }
    var brand = text(head).substring(8, 12);
    return switch (brand) {
      case "qt  " -> "video/quicktime";
      case "M4A ", "M4B " -> "audio/mp4";
      default -> "video/mp4";
    };
  }

  private static boolean isTransportStream(byte[] head) {
    if (head.length < 3 * TS_PACKET) {
      return false;
    }
    return head[0] == TS_SYNC && head[TS_PACKET] == TS_SYNC && head[2 * TS_PACKET] == TS_SYNC;
  }

  private static String text(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1);
  }
}

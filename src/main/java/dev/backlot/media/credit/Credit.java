package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a picture's file says of its origin.
 *
 * @param source how models had a part in it, as far as its XMP or else its credentials say so
 * @param credentials whether it carries content credentials (a C2PA manifest); they are reported,
 *     not checked
 */
public record Credit(Optional<DigitalSource> source, boolean credentials) {
  public static final Credit NONE = new Credit(Optional.empty(), false);

  /** Read from JPEG, PNG, WebP and AVIF; anything else, or a damaged file, says nothing. */
  public static Credit of(Path file) throws IOException {
    return Container.of(file).map(container -> of(container)).orElse(NONE);
  }

  private static Credit of(Container container) {
    var told = container.xmp().flatMap(XmpPacket::parse).flatMap(XmpPacket::source);
    var credentials = container.credentials();
    return new Credit(
        told.or(() -> credentials.flatMap(DigitalSource::in)), credentials.isPresent());
  }

  /** Whether files of this media type can be marked by {@link #mark}. */
  public static boolean canMark(String mediaType) {
    return mediaType.equals("image/jpeg")
        || mediaType.equals("image/png")
        || mediaType.equals("image/webp");
  }

  /**
   * Writes into a JPEG, PNG or WebP how models had a part in it; its pixels, and what else its XMP
   * says, stay as they are.
   *
   * @param supersedes the hash of a file with content credentials that it was made from; empty
   *     where there is none
   * @return false when the file is damaged or of another kind, and was left alone
   */
  public static boolean mark(Path file, Optional<DigitalSource> source, Optional<String> supersedes)
      throws IOException {
    var container = Container.of(file);
    if (container.isEmpty()) {
      return false;
    }
    var packet = container.get().xmp().flatMap(XmpPacket::parse).orElseGet(XmpPacket::empty);
    source.ifPresent(packet::setSource);
    supersedes.ifPresent(packet::setSupersedes);
    return container.get().write(packet.bytes());
  }

  /** An XMP packet that says no more than this, for a library that writes it. */
  public static String packet(Optional<DigitalSource> source, Optional<String> supersedes) {
    var packet = XmpPacket.empty();
    source.ifPresent(packet::setSource);
    supersedes.ifPresent(packet::setSupersedes);
    return new String(packet.bytes(), StandardCharsets.UTF_8);
  }
}

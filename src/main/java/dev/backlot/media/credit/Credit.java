package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the file of a picture, a video or a sound says of its origin.
 *
 * @param source how models had a part in it, as far as its XMP or else its credentials say so
 * @param credentials whether it carries content credentials (a C2PA manifest); they are reported,
 *     not checked
 * @param superseded the hash of a file with content credentials that it was made from
 */
public record Credit(
    Optional<DigitalSource> source, boolean credentials, Optional<String> superseded) {
  public static final Credit NONE = new Credit(Optional.empty(), false, Optional.empty());

  /** Tags of containers without a place for XMP (Matroska, Ogg, FLAC), in capitals. */
  private static final String SOURCE_TAG = "DIGITAL_SOURCE_TYPE";

  private static final String SUPERSEDED_TAG = "SUPERSEDED_CREDENTIALS";

  /**
   * Read from JPEG, PNG, WebP, AVIF, GIF, MP4, MOV, M4A, WAV, AVI, and what has an ID3 tag;
   * anything else, or a damaged file, says nothing.
   */
  public static Credit of(Path file) throws IOException {
    return Container.of(file).map(container -> of(container)).orElse(NONE);
  }

  private static Credit of(Container container) {
    var packet = container.xmp().flatMap(XmpPacket::parse);
    var source = packet.flatMap(XmpPacket::source);
    var credentials = container.credentials();
    return new Credit(
        source.or(() -> credentials.flatMap(DigitalSource::in)),
        credentials.isPresent(),
        packet.flatMap(XmpPacket::superseded));
  }

  /** With what the tags of a container say, where its file has no place for XMP. */
  public Credit or(Map<String, String> tags) {
    var told = Optional.ofNullable(tags.get(SOURCE_TAG)).flatMap(DigitalSource::ofUri);
    var hash = Optional.ofNullable(tags.get(SUPERSEDED_TAG)).filter(XmpPacket::isHash);
    return new Credit(source.or(() -> told), credentials, superseded.or(() -> hash));
  }

  /** What {@link #or} reads. */
  public static Map<String, String> tags(
      Optional<DigitalSource> source, Optional<String> supersedes) {
    var tags = new LinkedHashMap<String, String>();
    source.ifPresent(made -> tags.put(SOURCE_TAG, made.uri()));
    supersedes.ifPresent(hash -> tags.put(SUPERSEDED_TAG, hash));
    return tags;
  }

  /**
   * Writes into a JPEG, PNG, WebP, GIF, MP4, MOV, M4A, WAV or MP3 how models had a part in it; its
   * pixels and its sound, and what else its XMP says, stay as they are.
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

package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An AVIF, of which only the beginning is looked through: its XMP packet is found by its own marks,
 * as the XMP specification (part 1, packet scanning) has it, content credentials by the box that
 * C2PA gives them. The library that writes AVIF writes its XMP, nobody else.
 */
final class AvifFile extends Container {
  private static final int LOOKED_THROUGH = 1 << 20;
  private static final String BEGIN = "<x:xmpmeta";
  private static final String END = "</x:xmpmeta>";

  private static final String CREDENTIALS = "uuid" + Uuids.CREDENTIALS;
  private static final int BRANDS_MAX = 512;
  private static final List<String> BRANDS = List.of("avif", "avis", "mif1", "msf1", "heic");

  private final String text;

  private AvifFile(Path file, String text) {
    super(file);
    this.text = text;
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (!bytes.startsWith(4, "ftyp") || !isPicture(bytes)) {
        return Optional.empty();
      }
      int looked = (int) Math.min(bytes.size(), LOOKED_THROUGH);
      return Optional.of(new AvifFile(file, bytes.text(0, looked)));
    }
  }

  /** Videos share the container, and differ by what they say that they can be read as. */
  private static boolean isPicture(Bytes bytes) throws IOException, BrokenException {
    long size = Math.clamp(bytes.at(0, 4).getInt() & 0xFFFFFFFFL, 8, BRANDS_MAX);
    var brands = bytes.text(8, (int) Math.min(size, bytes.size()) - 8);
    return BRANDS.stream().anyMatch(brands::contains);
  }

  @Override
  Optional<byte[]> xmp() {
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END, Math.max(0, from));
    return from < 0 || to < 0
        ? Optional.empty()
        : Optional.of(
            text.substring(from, to + END.length()).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  Optional<String> credentials() {
    int at = text.indexOf(CREDENTIALS);
    return at < 0 ? Optional.empty() : Optional.of(text.substring(at));
  }

  @Override
  boolean write(byte[] packet) {
    return false;
  }
}

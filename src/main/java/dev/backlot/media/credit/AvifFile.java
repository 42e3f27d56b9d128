package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
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

  /** The UUID of the box, d8fec3d6-1b0e-483c-9297-5828877ec481. */
  private static final String CREDENTIALS =
      "uuid"
          + new String(
              HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481"),
              StandardCharsets.ISO_8859_1);

  private final String text;

  private AvifFile(Path file, String text) {
    super(file);
    this.text = text;
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (!bytes.startsWith(4, "ftyp")) {
        return Optional.empty();
      }
      int looked = (int) Math.min(bytes.size(), LOOKED_THROUGH);
      return Optional.of(new AvifFile(file, bytes.text(0, looked)));
    }
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

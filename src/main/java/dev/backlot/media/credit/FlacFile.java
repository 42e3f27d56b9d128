package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A FLAC without an ID3 tag, as the blocks before its sound. Older writers of content credentials
 * put them into an application's block.
 */
final class FlacFile extends Container {
  private static final int BLOCKS_MAX = 10_000;
  private static final int APPLICATION = 2;

  private final Optional<String> credentials;

  private FlacFile(Path file, Optional<String> credentials) {
    super(file);
    this.credentials = credentials;
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (!bytes.startsWith(0, "fLaC")) {
        return Optional.empty();
      }
      var credentials = Optional.<String>empty();
      long at = 4;
      boolean last = false;
      for (int i = 0; i < BLOCKS_MAX && !last && at + 8 <= bytes.size(); i++) {
        int head = bytes.at(at, 4).getInt();
        int length = head & 0xFFFFFF;
        last = head < 0;
        if ((head >> 24 & 0x7F) == APPLICATION && bytes.startsWith(at + 4, "c2pa")) {
          long there = Math.min(length, bytes.size() - at - 4);
          credentials = Optional.of(bytes.text(at + 4, (int) Math.min(there, MANIFEST_MAX)));
        }
        at += 4 + length;
      }
      return Optional.of(new FlacFile(file, credentials));
    }
  }

  @Override
  Optional<byte[]> xmp() {
    return Optional.empty();
  }

  @Override
  Optional<String> credentials() {
    return credentials;
  }

  @Override
  boolean write(byte[] packet) {
    return false;
  }
}

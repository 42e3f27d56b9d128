package dev.backlot.media;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/** Walks the blocks of a GIF file (GIF 89a) up to its second picture, which makes it move. */
final class GifHeader {
  private static final int BLOCKS_MAX = 4_000_000;
  private static final int EXTENSION = 0x21;
  private static final int PICTURE = 0x2c;
  private static final int SCREEN = 13;

  private final HeaderFile file;
  private long at;
  private int blocks;

  private GifHeader(HeaderFile file) {
    this.file = file;
  }

  static MediaFacts read(Path path) throws IOException {
    try (var file = new HeaderFile(path, ByteOrder.LITTLE_ENDIAN)) {
      var screen = file.at(0, SCREEN);
      return new MediaFacts(
          "image/gif",
          Short.toUnsignedInt(screen.getShort(6)),
          Short.toUnsignedInt(screen.getShort(8)),
          new GifHeader(file).moves(screen.get(10)),
          3,
          8,
          false,
          1,
          Optional.empty());
    }
  }

  private boolean moves(byte flags) throws IOException {
    at = (long) SCREEN + colours(flags);
    for (int pictures = 0; at < file.size() && blocks < BLOCKS_MAX; ) {
      switch (Byte.toUnsignedInt(file.at(at, 1).get())) {
        case EXTENSION -> {
          at += 2;
          skipBlocks();
        }
        case PICTURE -> {
          if (++pictures > 1) {
            return true;
          }
          at += 10 + colours(file.at(at + 9, 1).get()) + 1;
          skipBlocks();
        }
        default -> {
          return false;
        }
      }
    }
    return false;
  }

  private static int colours(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private void skipBlocks() throws IOException {
    int length;
    do {
      length = Byte.toUnsignedInt(file.at(at, 1).get());
      at += 1 + length;
    } while (length > 0 && at < file.size() && ++blocks < BLOCKS_MAX);
  }
}

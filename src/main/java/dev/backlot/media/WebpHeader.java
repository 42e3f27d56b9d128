package dev.backlot.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Walks the chunks of a WebP file (RIFF container, little-endian) without reading its pixels. */
final class WebpHeader {
  private static final int CHUNKS_MAX = 4096;
  private int width;
  private int height;
  private boolean alpha;
  private boolean animated;
  private boolean profile;
  private int orientation = 1;

  private WebpHeader() {}

  static MediaFacts read(Path file) throws IOException {
    var header = new WebpHeader();
    try (var open = new HeaderFile(file, ByteOrder.LITTLE_ENDIAN)) {
      header.walk(open);
    }
    return header.facts();
  }

  private MediaFacts facts() {
    boolean turned = orientation > 4;
    return new MediaFacts(
        "image/webp",
        turned ? height : width,
        turned ? width : height,
        animated,
        alpha ? 4 : 3,
        8,
        alpha,
        orientation,
        profile ? Optional.of("embedded") : Optional.empty());
  }

  private void walk(HeaderFile file) throws IOException {
    long at = 12;
    for (int chunk = 0; chunk < CHUNKS_MAX && at + 8 <= file.size(); chunk++) {
      var head = file.at(at, 8);
      var name = StandardCharsets.US_ASCII.decode(head.slice(0, 4)).toString();
      long length = Integer.toUnsignedLong(head.getInt(4));
      see(name, length, file, at + 8);
      at += 8 + length + (length & 1);
    }
  }

  private void see(String name, long length, HeaderFile file, long at) throws IOException {
    switch (name) {
      case "VP8X" -> extended(file.at(at, 10));
      case "VP8 " -> lossy(file.at(at, 10));
      case "VP8L" -> lossless(file.at(at, 5));
      case "ANIM", "ANMF" -> animated = true;
      case "ICCP" -> profile = true;
      case "EXIF" -> orientation = Notes.orientation(file.most(at, length, Notes.BYTES_MAX));
      default -> {}
    }
  }

  private void extended(ByteBuffer body) {
    alpha = (body.get(0) & 0x10) != 0;
    width = 1 + (body.getInt(3) >>> 8);
    height = 1 + (body.getInt(6) >>> 8);
  }

  private void lossy(ByteBuffer body) {
    if (width == 0) {
      width = body.getShort(6) & 0x3fff;
      height = body.getShort(8) & 0x3fff;
    }
  }

  private void lossless(ByteBuffer body) {
    int packed = body.getInt(1);
    alpha |= (packed >>> 28 & 1) == 1;
    if (width == 0) {
      width = 1 + (packed & 0x3fff);
      height = 1 + (packed >>> 14 & 0x3fff);
    }
  }
}

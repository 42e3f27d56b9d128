package dev.backlot.media;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Walks the chunks of a WebP file (RIFF container, little-endian) without reading its pixels. */
final class WebpHeader {
  private static final int CHUNKS_MAX = 4096;
  private static final int EXIF_BYTES_MAX = 1 << 20;

  private int width;
  private int height;
  private boolean alpha;
  private boolean animated;
  private boolean profile;
  private int orientation = 1;

  private WebpHeader() {}

  static MediaFacts read(Path file) throws IOException {
    var header = new WebpHeader();
    try (var channel = FileChannel.open(file)) {
      header.walk(channel);
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

  private void walk(FileChannel channel) throws IOException {
    long at = 12;
    for (int chunk = 0; chunk < CHUNKS_MAX && at + 8 <= channel.size(); chunk++) {
      var head = bytes(channel, at, 8);
      var name = StandardCharsets.US_ASCII.decode(head.slice(0, 4)).toString();
      long length = Integer.toUnsignedLong(head.getInt(4));
      see(name, length, channel, at + 8);
      at += 8 + length + (length & 1);
    }
  }

  private void see(String name, long length, FileChannel channel, long at) throws IOException {
    switch (name) {
      case "VP8X" -> extended(bytes(channel, at, 10));
      case "VP8 " -> lossy(bytes(channel, at, 10));
      case "VP8L" -> lossless(bytes(channel, at, 5));
      case "ANIM", "ANMF" -> animated = true;
      case "ICCP" -> profile = true;
      case "EXIF" -> orientation = exif(bytes(channel, at, (int) Math.min(length, EXIF_BYTES_MAX)));
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

  private static int exif(ByteBuffer body) {
    var raw = new byte[body.remaining()];
    body.get(raw);
    var metadata = new Metadata();
    new ExifReader().extract(new ByteArrayReader(raw), metadata);
    var directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    var value = directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return value == null || value < 1 || value > 8 ? 1 : value;
  }

  /** Bytes beyond the end of the file read as zero: a size of nothing, which the caller refuses. */
  private static ByteBuffer bytes(FileChannel channel, long at, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {}
    return buffer.order(ByteOrder.LITTLE_ENDIAN).clear();
  }
}

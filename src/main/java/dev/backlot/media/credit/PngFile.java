package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A PNG as its chunks. XMP stands in an uncompressed {@code iTXt} (XMP specification, part 3),
 * content credentials in {@code caBX} (C2PA, embedding manifests).
 */
final class PngFile extends Container {
  private static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
  private static final String KEYWORD = "XML:com.adobe.xmp\0";

  /** Neither compressed, nor in a language, nor translated. */
  private static final String PLAIN = "\0\0\0\0";

  private static final int CHUNKS_MAX = 100_000;
  private static final int AROUND = 12;

  private record Chunk(long from, long to) {}

  private final List<Chunk> packets;
  private final Optional<byte[]> xmp;
  private final Optional<String> credentials;
  private final long place;

  private PngFile(
      Path file,
      List<Chunk> packets,
      Optional<byte[]> xmp,
      Optional<String> credentials,
      long place) {
    super(file);
    this.packets = packets;
    this.xmp = xmp;
    this.credentials = credentials;
    this.place = place;
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (!bytes.startsWith(0, SIGNATURE)) {
        return Optional.empty();
      }
      var packets = new ArrayList<Chunk>();
      var xmp = Optional.<byte[]>empty();
      var credentials = Optional.<String>empty();
      long place = 0;
      long at = SIGNATURE.length();
      for (int i = 0; i < CHUNKS_MAX && at < bytes.size(); i++) {
        long length = bytes.at(at, 4).getInt() & 0xFFFFFFFFL;
        var type = bytes.text(at + 4, 4);
        long end = at + AROUND + length;
        switch (type) {
          case "IHDR" -> place = end;
          case "caBX" ->
              credentials = Optional.of(bytes.text(at + 8, (int) Math.min(length, MANIFEST_MAX)));
          case "iTXt" -> {
            var head = KEYWORD + PLAIN;
            if (length < XMP_MAX && bytes.startsWith(at + 8, KEYWORD)) {
              packets.add(new Chunk(at, end));
              if (bytes.startsWith(at + 8, head)) {
                int size = (int) length - head.length();
                xmp = Optional.of(bytes.at(at + 8 + head.length(), size).array());
              }
            }
          }
          case "IEND" -> {
            return Optional.of(new PngFile(file, packets, xmp, credentials, place));
          }
          default -> {}
        }
        at = end;
      }
      throw new BrokenException("it has no end");
    }
  }

  @Override
  Optional<byte[]> xmp() {
    return xmp.map(packet -> Arrays.copyOf(packet, packet.length));
  }

  @Override
  Optional<String> credentials() {
    return credentials;
  }

  @Override
  boolean write(byte[] packet) throws IOException {
    var data =
        ByteBuffer.allocate(4 + KEYWORD.length() + PLAIN.length() + packet.length)
            .put("iTXt".getBytes(StandardCharsets.US_ASCII))
            .put((KEYWORD + PLAIN).getBytes(StandardCharsets.US_ASCII))
            .put(packet)
            .array();
    var sum = new CRC32();
    sum.update(data);
    var chunk =
        ByteBuffer.allocate(data.length + 8)
            .putInt(data.length - 4)
            .put(data)
            .putInt((int) sum.getValue())
            .array();
    var edits = new ArrayList<Edit>();
    if (packets.isEmpty()) {
      edits.add(new Edit(place, place, chunk));
    }
    for (var old : packets) {
      edits.add(new Edit(old.from(), old.to(), edits.isEmpty() ? chunk : new byte[0]));
    }
    splice(edits);
    return true;
  }
}

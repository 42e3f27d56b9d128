package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A WAV, or an AVI, as its RIFF chunks. Content credentials stand in {@code C2PA} (C2PA, embedding
 * manifests into RIFF), XMP in {@code _PMX} (XMP specification, part 3).
 */
final class WaveFile extends Container {
  private static final int HEAD = 12;
  private static final int CHUNKS_MAX = 200_000;

  private record Chunk(long from, long to) {}

  private final List<Chunk> packets = new ArrayList<>();
  private Optional<byte[]> xmp = Optional.empty();
  private Optional<String> credentials = Optional.empty();
  private boolean whole;
  private long end;

  private WaveFile(Path file) {
    super(file);
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (!bytes.startsWith(0, "RIFF")
          || !(bytes.startsWith(8, "WAVE") || bytes.startsWith(8, "AVI "))) {
        return Optional.empty();
      }
      var wave = new WaveFile(file);
      wave.whole = bytes.startsWith(8, "WAVE");
      wave.walk(bytes);
      return Optional.of(wave);
    }
  }

  /** A file that is cut off, or was recorded as a stream, is read as far as it goes. */
  private void walk(Bytes bytes) throws IOException, BrokenException {
    long at = HEAD;
    for (int i = 0; i < CHUNKS_MAX && at + 8 <= bytes.size(); i++) {
      var type = bytes.text(at, 4);
      if (type.equals("RIFF")) {
        // an AVI goes on in further ones beyond its first gigabyte
        at += HEAD;
        continue;
      }
      long length = bytes.at(at + 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
      long data = at + 8;
      if (data + length > bytes.size()) {
        whole = false;
        return;
      }
      look(bytes, type, data, length);
      at = data + length + (length & 1);
    }
    end = at;
  }

  private void look(Bytes bytes, String type, long data, long length)
      throws IOException, BrokenException {
    if (type.equals("C2PA")) {
      credentials = Optional.of(bytes.text(data, (int) Math.min(length, MANIFEST_MAX)));
    }
    if (type.equals("_PMX")) {
      packets.add(new Chunk(data - 8, Math.min(data + length + (length & 1), bytes.size())));
      if (length < XMP_MAX) {
        xmp = Optional.of(bytes.at(data, (int) length).array());
      }
    }
  }

  @Override
  Optional<byte[]> xmp() {
    return xmp.map(byte[]::clone);
  }

  @Override
  Optional<String> credentials() {
    return credentials;
  }

  @Override
  boolean write(byte[] packet) throws IOException {
    try (var bytes = new Bytes(file)) {
      long size = bytes.size();
      if (!whole || end < size) {
        return false;
      }
      var chunk = chunk(packet, (int) (end - size));
      long fresh = size + chunk.length;
      var edits = new ArrayList<Edit>();
      for (var old : packets) {
        edits.add(new Edit(old.from(), old.to(), new byte[0]));
        fresh -= old.to() - old.from();
      }
      if (fresh > 0xFFFFFFFFL) {
        return false;
      }
      edits.addFirst(new Edit(4, 8, littleEndian((int) (fresh - 8))));
      edits.add(new Edit(size, size, chunk));
      splice(edits);
      return true;
    }
  }

  /** Behind the padding that the last chunk lacks. */
  private static byte[] chunk(byte[] packet, int missing) {
    return ByteBuffer.allocate(missing + 8 + packet.length + (packet.length & 1))
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[missing])
        .put("_PMX".getBytes(StandardCharsets.US_ASCII))
        .putInt(packet.length)
        .put(packet)
        .array();
  }

  private static byte[] littleEndian(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }
}

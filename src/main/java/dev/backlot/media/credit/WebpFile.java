package dev.backlot.media.credit;

import dev.backlot.media.MediaProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A WebP as its RIFF chunks (WebP container specification). XMP stands in {@code XMP } and needs
 * {@code VP8X} to say so, content credentials in {@code C2PA}.
 */
final class WebpFile extends Container {
  private static final int HEAD = 12;
  private static final int CHUNKS_MAX = 100_000;
  private static final int XMP_FLAG = 0x04;
  private static final int ALPHA_FLAG = 0x10;
  private static final int VP8X_SIZE = 10;

  private record Chunk(String type, long from, long data, long length) {
    /** Chunks have even lengths in the file. */
    long to() {
      return data + length + (length & 1);
    }
  }

  private final List<Chunk> chunks;
  private final Optional<byte[]> xmp;
  private final Optional<String> credentials;

  private WebpFile(
      Path file, List<Chunk> chunks, Optional<byte[]> xmp, Optional<String> credentials) {
    super(file);
    this.credentials = credentials;
    this.chunks = chunks;
    this.xmp = xmp;
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (!bytes.startsWith(0, "RIFF") || !bytes.startsWith(8, "WEBP")) {
        return Optional.empty();
      }
      var chunks = new ArrayList<Chunk>();
      var xmp = Optional.<byte[]>empty();
      var credentials = Optional.<String>empty();
      long at = HEAD;
      while (at + 8 <= bytes.size()) {
        if (chunks.size() == CHUNKS_MAX) {
          throw new BrokenException("more than " + CHUNKS_MAX + " chunks");
        }
        long length = bytes.at(at + 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
        var chunk = new Chunk(bytes.text(at, 4), at, at + 8, length);
        if (chunk.data() + length > bytes.size()) {
          throw new BrokenException("a chunk ends behind the file");
        }
        if (chunk.type().equals("XMP ") && length < XMP_MAX) {
          xmp = Optional.of(bytes.at(chunk.data(), (int) length).array());
        }
        if (chunk.type().equals("C2PA")) {
          credentials = Optional.of(bytes.text(chunk.data(), (int) Math.min(length, MANIFEST_MAX)));
        }
        chunks.add(chunk);
        at = chunk.to();
      }
      return Optional.of(new WebpFile(file, chunks, xmp, credentials));
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

  private @Nullable Chunk chunk(String type) {
    return chunks.stream().filter(one -> one.type().equals(type)).findFirst().orElse(null);
  }

  @Override
  boolean write(byte[] packet) throws IOException {
    try (var bytes = new Bytes(file)) {
      var edits = new ArrayList<Edit>();
      var extended = chunk("VP8X");
      if (extended != null) {
        var flags = bytes.at(extended.data(), 1).get();
        edits.add(
            new Edit(extended.data(), extended.data() + 1, new byte[] {(byte) (flags | XMP_FLAG)}));
      } else {
        var head = extension();
        if (head.isEmpty()) {
          return false;
        }
        edits.add(new Edit(HEAD, HEAD, head.get()));
      }
      for (var old : chunks) {
        if (old.type().equals("XMP ")) {
          edits.add(new Edit(old.from(), old.to(), new byte[0]));
        }
      }
      long end = chunks.getLast().to();
      edits.add(new Edit(Math.min(end, bytes.size()), bytes.size(), padded(packet, bytes, end)));
      long size = bytes.size() - 8;
      for (var edit : edits) {
        size += edit.bytes().length - (edit.to() - edit.from());
      }
      edits.addFirst(new Edit(4, 8, littleEndian((int) size)));
      splice(edits);
      return true;
    } catch (BrokenException _) {
      return false;
    }
  }

  /** The packet's chunk, at the end; whatever padding is missing before it is put in. */
  private static byte[] padded(byte[] packet, Bytes bytes, long end) throws IOException {
    int missing = end > bytes.size() ? 1 : 0;
    return ByteBuffer.allocate(missing + 8 + packet.length + (packet.length & 1))
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[missing])
        .put("XMP ".getBytes(StandardCharsets.US_ASCII))
        .putInt(packet.length)
        .put(packet)
        .array();
  }

  /** What a simple file lacks to say that it has XMP: the size of its canvas, and flags. */
  private Optional<byte[]> extension() throws IOException {
    var facts = MediaProbe.facts(file);
    if (!facts.hasSize()) {
      return Optional.empty();
    }
    int flags = XMP_FLAG | (facts.alpha() ? ALPHA_FLAG : 0);
    return Optional.of(
        ByteBuffer.allocate(8 + VP8X_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("VP8X".getBytes(StandardCharsets.US_ASCII))
            .putInt(VP8X_SIZE)
            .putInt(flags)
            .put(threeBytes(facts.width() - 1))
            .put(threeBytes(facts.height() - 1))
            .array());
  }

  private static byte[] threeBytes(int number) {
    return Arrays.copyOf(littleEndian(number), 3);
  }

  private static byte[] littleEndian(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }
}

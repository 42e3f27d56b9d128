package dev.backlot.media.credit;

import dev.backlot.media.MediaProbe;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sound with an ID3v2 tag before it: MP3, AAC, also FLAC (id3v2.4.0-structure). Content
 * credentials stand in a {@code GEOB} frame by their media type (C2PA, embedding manifests into
 * ID3), XMP in a {@code PRIV} frame of owner {@code XMP} (XMP specification, part 3).
 */
final class TaggedSound extends Container {
  private static final Set<String> CREDENTIALS =
      Set.of("application/c2pa", "application/x-c2pa-manifest-store");
  private static final String XMP = "XMP\0";
  private static final int HEAD = 10;
  private static final int FRAMES_MAX = 100_000;
  private static final int SIZE_MAX = (1 << 28) - 1;
  private static final int UNSYNCHRONISED = 0x80;
  private static final int EXTENDED = 0x40;

  private record Frame(long from, long to) {}

  private final List<Frame> packets = new ArrayList<>();
  private Optional<byte[]> xmp = Optional.empty();
  private Optional<String> credentials = Optional.empty();
  private int version;
  private int flags;
  private int size;

  private TaggedSound(Path file) {
    super(file);
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (!bytes.startsWith(0, "ID3")) {
        return isPlainSound(bytes, file) ? Optional.of(new TaggedSound(file)) : Optional.empty();
      }
      var head = bytes.at(0, HEAD);
      var sound = new TaggedSound(file);
      sound.version = head.get(3);
      sound.flags = head.get(5);
      sound.size = sevenBits(head.getInt(6));
      sound.walk();
      return Optional.of(sound);
    }
  }

  /** An MP3 without a tag begins with the first frame of its sound. */
  private static boolean isPlainSound(Bytes bytes, Path file) throws IOException, BrokenException {
    return bytes.size() > HEAD
        && (bytes.at(0, 2).getShort() & 0xFFE0) == 0xFFE0
        && MediaProbe.facts(file).mediaType().equals("audio/mpeg");
  }

  private static int sevenBits(int number) {
    return (number & 0x7F)
        | (number >> 8 & 0x7F) << 7
        | (number >> 16 & 0x7F) << 14
        | (number >> 24 & 0x7F) << 21;
  }

  private void walk() throws IOException {
    try (var channel = FileChannel.open(file)) {
      var in = new Tag(Channels.newInputStream(channel.position(HEAD)), size);
      in.stuffed = version < 4 && (flags & UNSYNCHRONISED) != 0;
      if (version > 2 && (flags & EXTENDED) != 0) {
        int length = ByteBuffer.wrap(in.bytes(4)).getInt();
        in.skip(version == 3 ? length : sevenBits(length) - 4);
      }
      int frames = 0;
      while (frames++ < FRAMES_MAX && frame(in)) {}
    } catch (EOFException _) {
      flags = -1; // cut off: read as far as it goes, not written into
    }
  }

  /** Whether another one may follow. */
  private boolean frame(Tag in) throws IOException {
    long from = (long) HEAD + in.at;
    var head = in.bytes(version == 2 ? 6 : 10);
    if (head.length < 6 || head[0] == 0) {
      return false;
    }
    var name = latin(head, 0, version == 2 ? 3 : 4);
    int length =
        switch (version) {
          case 2 -> ByteBuffer.wrap(head).getInt(2) & 0xFFFFFF;
          case 3 -> ByteBuffer.wrap(head).getInt(4);
          default -> sevenBits(ByteBuffer.wrap(head).getInt(4));
        };
    if (length < 0) {
      return false;
    }
    if (name.equals("GEOB") || name.equals("GEO") || name.equals("PRIV")) {
      look(
          name,
          latin(in.bytes(Math.min(length, MANIFEST_MAX))),
          new Frame(from, from + 10 + length));
      in.skip(length - Math.min(length, MANIFEST_MAX));
    } else {
      in.skip(length);
    }
    return true;
  }

  private void look(String name, String content, Frame frame) {
    if (name.equals("PRIV")) {
      if (content.startsWith(XMP)) {
        packets.add(frame);
        xmp = Optional.of(content.substring(XMP.length()).getBytes(StandardCharsets.ISO_8859_1));
      }
      return;
    }
    // a frame may say its length once more, and then how its text is encoded, before the type
    boolean found =
        CREDENTIALS.stream()
            .anyMatch(
                type -> content.startsWith(type + "\0", 1) || content.startsWith(type + "\0", 5));
    if (found) {
      credentials = Optional.of(content);
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String latin(byte[] bytes, int from, int count) {
    return new String(bytes, from, count, StandardCharsets.ISO_8859_1);
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
    var frame = frame(packet);
    var edits = new ArrayList<Edit>();
    if (version == 0) {
      edits.add(new Edit(0, 0, tag(3, frame.length, frame)));
    } else {
      long fresh = (long) size + frame.length;
      for (var old : packets) {
        edits.add(new Edit(old.from(), old.to(), new byte[0]));
        fresh -= old.to() - old.from();
      }
      if (version < 3 || flags != 0 || fresh > SIZE_MAX) {
        return false;
      }
      edits.addFirst(new Edit(0, HEAD, tag(version, (int) fresh, frame)));
    }
    splice(edits);
    return true;
  }

  private byte[] frame(byte[] packet) {
    int length = XMP.length() + packet.length;
    return ByteBuffer.allocate(10 + length)
        .put("PRIV".getBytes(StandardCharsets.US_ASCII))
        .putInt(version == 4 ? stretched(length) : length)
        .putShort((short) 0)
        .put(XMP.getBytes(StandardCharsets.US_ASCII))
        .put(packet)
        .array();
  }

  private static byte[] tag(int version, int size, byte[] frame) {
    return ByteBuffer.allocate(HEAD + frame.length)
        .put("ID3".getBytes(StandardCharsets.US_ASCII))
        .put((byte) version)
        .putShort((short) 0)
        .putInt(stretched(size))
        .put(frame)
        .array();
  }

  private static int stretched(int number) {
    return (number & 0x7F)
        | (number >> 7 & 0x7F) << 8
        | (number >> 14 & 0x7F) << 16
        | (number >> 21 & 0x7F) << 24;
  }

  /** The inside of a tag, and where in it one is. */
  private static final class Tag {
    private final InputStream in;
    private final int size;
    private int at;
    private boolean stuffed;

    Tag(InputStream in, int size) {
      this.in = new java.io.BufferedInputStream(in);
      this.size = size;
    }

    /** A zero is put behind each 255, so that no player takes it for the start of sound. */
    private int next() throws IOException {
      if (at >= size) {
        return -1;
      }
      int next = in.read();
      at++;
      if (stuffed && next == 0xFF && at < size) {
        in.mark(1);
        if (in.read() == 0) {
          at++;
        } else {
          in.reset();
        }
      }
      return next;
    }

    byte[] bytes(int count) throws IOException {
      var out = new ByteArrayOutputStream();
      for (int next; out.size() < count && (next = next()) >= 0; ) {
        out.write(next);
      }
      return out.toByteArray();
    }

    void skip(int count) throws IOException {
      if (!stuffed) {
        long far = Math.min(count, size - at);
        in.skipNBytes(Math.max(0, far));
        at += (int) Math.max(0, far);
        return;
      }
      for (int i = 0; i < count && next() >= 0; i++) {}
    }
  }
}

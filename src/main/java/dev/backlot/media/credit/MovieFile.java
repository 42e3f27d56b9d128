package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A video or sound of the ISO base media file format (MP4, MOV, M4A) as its boxes. Content
 * credentials stand in a {@code uuid} box of their own (C2PA, embedding manifests into BMFF), XMP
 * in another one, or in QuickTime's {@code moov/udta/XMP_} (XMP specification, part 3). Players
 * find pictures by their place in the file, so nothing before them is moved.
 */
final class MovieFile extends Container {
  private static final Set<String> FIRST =
      Set.of("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot");
  private static final Set<String> HOLDS_XMP = Set.of("moov", "udta");
  private static final int BOXES_MAX = 200_000;
  private static final int HEAD = 8;
  private static final int LONG_HEAD = 16;
  private static final int UUID = 16;
  private static final String CREDENTIALS = Uuids.CREDENTIALS;
  private static final String XMP = Uuids.XMP;

  private record BoxAt(String type, long from, long data, long to) {}

  private final List<BoxAt> packets = new ArrayList<>();
  private Optional<byte[]> xmp = Optional.empty();
  private Optional<String> credentials = Optional.empty();
  private Optional<BoxAt> last = Optional.empty();
  private boolean whole = true;
  private int boxes;

  private MovieFile(Path file) {
    super(file);
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (bytes.size() < HEAD || !FIRST.contains(bytes.text(4, 4))) {
        return Optional.empty();
      }
      var movie = new MovieFile(file);
      movie.walk(bytes, 0, bytes.size(), true);
      return Optional.of(movie);
    }
  }

  /** A file that is cut off may still be read as far as it goes; it is not written into. */
  private void walk(Bytes bytes, long from, long to, boolean top)
      throws IOException, BrokenException {
    long at = from;
    while (at + HEAD <= to) {
      var box = box(bytes, at, to);
      if (box.to() > to || box.to() < box.data() || ++boxes > BOXES_MAX) {
        whole = false;
        return;
      }
      look(bytes, box, top);
      if (top) {
        last = Optional.of(box);
      }
      at = box.to();
    }
    whole &= at == to || !top;
  }

  private static BoxAt box(Bytes bytes, long at, long to) throws IOException, BrokenException {
    long size = bytes.at(at, 4).getInt() & 0xFFFFFFFFL;
    var type = bytes.text(at + 4, 4);
    if (size == 1) {
      return new BoxAt(type, at, at + LONG_HEAD, at + bytes.at(at + HEAD, 8).getLong());
    }
    return new BoxAt(type, at, at + HEAD, size == 0 ? to : at + size);
  }

  private void look(Bytes bytes, BoxAt box, boolean top) throws IOException, BrokenException {
    if (HOLDS_XMP.contains(box.type())) {
      walk(bytes, box.data(), box.to(), false);
    }
    if (box.type().equals("XMP_") && !top && xmp.isEmpty()) {
      xmp = packet(bytes, box.data(), box.to());
    }
    if (!top || !box.type().equals("uuid") || box.to() - box.data() < UUID) {
      return;
    }
    var uuid = bytes.text(box.data(), UUID);
    long data = box.data() + UUID;
    if (uuid.equals(XMP)) {
      packets.add(box);
      xmp = packet(bytes, data, box.to()).or(() -> xmp);
    }
    if (uuid.equals(CREDENTIALS) && credentials.isEmpty()) {
      credentials = Optional.of(bytes.text(data, (int) Math.min(box.to() - data, MANIFEST_MAX)));
    }
  }

  private static Optional<byte[]> packet(Bytes bytes, long from, long to)
      throws IOException, BrokenException {
    return to - from > XMP_MAX
        ? Optional.empty()
        : Optional.of(bytes.at(from, (int) (to - from)).array());
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
    if (!whole || last.isEmpty()) {
      return false;
    }
    var edits = new ArrayList<Edit>();
    for (var old : packets) {
      // what stands behind a packet must stay in its place
      edits.add(
          old.to() == place()
              ? new Edit(old.from(), old.to(), new byte[0])
              : new Edit(old.from() + 4, old.from() + HEAD, bytes("free")));
    }
    edits.add(new Edit(place(), place(), box(packet)));
    splice(edits);
    return true;
  }

  /** The end, where an index of fragments does not have to be the last. */
  private long place() {
    var box = last.orElseThrow();
    return box.type().equals("mfra") ? box.from() : box.to();
  }

  private static byte[] box(byte[] packet) {
    int size = HEAD + UUID + packet.length;
    return ByteBuffer.allocate(size)
        .putInt(size)
        .put(bytes("uuid"))
        .put(bytes(XMP))
        .put(packet)
        .array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

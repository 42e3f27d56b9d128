package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A JPEG as its segments up to the picture itself. XMP stands in APP1 behind its name (XMP
 * specification, part 3), content credentials in APP11 as JUMBF boxes (C2PA, embedding manifests).
 */
final class JpegFile extends Container {
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
  private static final int SEGMENT_MAX = 65_535;
  private static final int SEGMENTS_MAX = 10_000;
  private static final int START = 0xFFD8;
  private static final int SCAN = 0xFFDA;
  private static final int APP0 = 0xFFE0;
  private static final int APP1 = 0xFFE1;
  private static final int APP11 = 0xFFEB;
  private static final int JUMBF_HEAD = 64;

  private record Segment(long from, long to) {}

  private final List<Segment> packets;
  private final Optional<byte[]> xmp;
  private final String credentials;
  private final long place;

  private JpegFile(
      Path file, List<Segment> packets, Optional<byte[]> xmp, String credentials, long place) {
    super(file);
    this.packets = packets;
    this.xmp = xmp;
    this.credentials = credentials;
    this.place = place;
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var bytes = new Bytes(file)) {
      if (bytes.size() < 4 || (bytes.at(0, 2).getShort() & 0xFFFF) != START) {
        return Optional.empty();
      }
      var packets = new ArrayList<Segment>();
      var xmp = Optional.<byte[]>empty();
      var credentials = new StringBuilder();
      long place = 2;
      long at = 2;
      for (int i = 0; i < SEGMENTS_MAX; i++) {
        int marker = bytes.at(at, 2).getShort() & 0xFFFF;
        if (marker == SCAN) {
          return Optional.of(new JpegFile(file, packets, xmp, credentials.toString(), place));
        }
        if (marker < 0xFFC0) {
          throw new BrokenException("no segment at " + at);
        }
        int length = bytes.at(at + 2, 2).getShort() & 0xFFFF;
        long end = at + 2 + length;
        if (marker == APP0 && at == 2) {
          // JFIF asks to be first
          place = end;
        }
        if (marker == APP1 && bytes.startsWith(at + 4, XMP)) {
          packets.add(new Segment(at, end));
          int size = length - 2 - XMP.length();
          xmp = Optional.of(bytes.at(at + 4 + XMP.length(), size).array());
        }
        if (marker == APP11
            && credentials.length() < MANIFEST_MAX
            && (!credentials.isEmpty() || isJumbf(bytes, at, length))) {
          credentials.append(bytes.text(at + 4, length - 2));
        }
        at = end;
      }
      throw new BrokenException("more than " + SEGMENTS_MAX + " segments");
    }
  }

  private static boolean isJumbf(Bytes bytes, long at, int length)
      throws IOException, BrokenException {
    var head = bytes.text(at + 4, Math.min(JUMBF_HEAD, Math.max(0, length - 2)));
    return head.startsWith("JP") && head.contains("jumb") && head.contains("c2pa");
  }

  @Override
  Optional<byte[]> xmp() {
    return xmp.map(packet -> Arrays.copyOf(packet, packet.length));
  }

  @Override
  Optional<String> credentials() {
    return credentials.isEmpty() ? Optional.empty() : Optional.of(credentials);
  }

  @Override
  boolean write(byte[] packet) throws IOException {
    int length = 2 + XMP.length() + packet.length;
    if (length > SEGMENT_MAX) {
      return false;
    }
    var segment =
        ByteBuffer.allocate(2 + length)
            .putShort((short) APP1)
            .putShort((short) length)
            .put(XMP.getBytes(StandardCharsets.US_ASCII))
            .put(packet)
            .array();
    var edits = new ArrayList<Edit>();
    if (packets.isEmpty()) {
      edits.add(new Edit(place, place, segment));
    }
    for (var old : packets) {
      // the first place is kept, whatever else says it goes
      edits.add(new Edit(old.from(), old.to(), edits.isEmpty() ? segment : new byte[0]));
    }
    splice(edits);
    return true;
  }
}

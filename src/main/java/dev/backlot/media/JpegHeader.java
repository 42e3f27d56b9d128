package dev.backlot.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/** Walks the segments of a JPEG file (ITU T.81, annex B) up to its pixels. */
final class JpegHeader {
  private static final int SEGMENTS_MAX = 100_000;
  private static final int START_OF_SCAN = 0xda;
  private static final int END = 0xd9;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final String EXIF = "Exif\0\0";
  private static final String ICC = "ICC_PROFILE\0";

  private int width;
  private int height;
  private int bands;
  private int depth;
  private int orientation;
  private final ByteArrayOutputStream profile = new ByteArrayOutputStream();

  private JpegHeader() {}

  static MediaFacts read(Path path) throws IOException {
    var header = new JpegHeader();
    try (var file = new HeaderFile(path, ByteOrder.BIG_ENDIAN)) {
      header.walk(file);
    }
    return header.facts();
  }

  private MediaFacts facts() {
    boolean turned = orientation > 4;
    return new MediaFacts(
        "image/jpeg",
        turned ? height : width,
        turned ? width : height,
        false,
        bands,
        depth,
        false,
        Math.max(1, orientation),
        profile.size() == 0
            ? Optional.empty()
            : Notes.profile(profile.toByteArray()).or(() -> Optional.of("embedded")));
  }

  private void walk(HeaderFile file) throws IOException {
    long at = 2;
    for (int segment = 0; segment < SEGMENTS_MAX && at + 4 <= file.size(); segment++) {
      var head = file.at(at, 4);
      int marker = Byte.toUnsignedInt(head.get(1));
      if (head.get(0) != (byte) 0xff || marker == 0xff) {
        // fill bytes may stand before a marker, and careless writers leave others
        at++;
      } else if (marker <= 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2;
      } else if (marker == START_OF_SCAN || marker == END) {
        return;
      } else {
        int length = Short.toUnsignedInt(head.getShort(2));
        see(marker, length - 2, file, at + 4);
        at += 2 + Math.max(2, length);
      }
    }
  }

  private void see(int marker, int length, HeaderFile file, long at) throws IOException {
    if (isFrame(marker)) {
      var body = file.at(at, 6);
      depth = body.get(0);
      height = Short.toUnsignedInt(body.getShort(1));
      width = Short.toUnsignedInt(body.getShort(3));
      bands = Byte.toUnsignedInt(body.get(5));
    } else if (marker == APP1 && orientation == 0 && isOf(EXIF, length, file, at)) {
      int head = EXIF.length();
      orientation = Notes.orientation(file.most(at + head, length - head, Notes.BYTES_MAX));
    } else if (marker == APP2 && isOf(ICC, length, file, at)) {
      // after the name: which part it is, and of how many
      int head = ICC.length() + 2;
      int room = Notes.BYTES_MAX - profile.size();
      profile.writeBytes(file.most(at + head, length - head, room));
    }
  }

  private static boolean isOf(String name, int length, HeaderFile file, long at)
      throws IOException {
    return length >= name.length() + 2 && file.text(at, name.length()).equals(name);
  }

  /** SOF0 to SOF15; in between stand tables (DHT, DAC) and a marker that is kept free (JPG). */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}

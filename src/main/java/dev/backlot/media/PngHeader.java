package dev.backlot.media;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Walks the chunks of a PNG file (PNG specification, third edition) up to its pixels. Its texts are
 * left alone: they are compressed, and a small file may hold gigabytes of them.
 */
final class PngHeader {
  private static final int CHUNKS_MAX = 4096;
  private static final int SIGNATURE = 8;
  private static final int AROUND = 12;
  private static final int NAME_MAX = 80;

  private int width;
  private int height;
  private int depth;
  private int colourType;
  private boolean keyed;
  private int orientation = 1;
  private Optional<String> profile = Optional.empty();

  private PngHeader() {}

  static MediaFacts read(Path path) throws IOException {
    var header = new PngHeader();
    try (var file = new HeaderFile(path, ByteOrder.BIG_ENDIAN)) {
      header.walk(file);
    }
    return header.facts();
  }

  private MediaFacts facts() {
    boolean turned = orientation > 4;
    boolean alpha = keyed || colourType >= 4;
    int colours = colourType == 0 || colourType == 4 ? 1 : 3;
    return new MediaFacts(
        "image/png",
        turned ? height : width,
        turned ? width : height,
        false,
        colours + (alpha ? 1 : 0),
        depth,
        alpha,
        orientation,
        profile);
  }

  private void walk(HeaderFile file) throws IOException {
    long at = SIGNATURE;
    for (int chunk = 0; chunk < CHUNKS_MAX && at + AROUND <= file.size(); chunk++) {
      long length = Integer.toUnsignedLong(file.at(at, 4).getInt());
      var name = file.text(at + 4, 4);
      if (name.equals("IDAT") || name.equals("IEND")) {
        return;
      }
      see(name, length, file, at + 8);
      at += AROUND + length;
    }
  }

  private void see(String name, long length, HeaderFile file, long at) throws IOException {
    switch (name) {
      case "IHDR" -> head(file, at);
      case "tRNS" -> keyed = true;
      case "eXIf" -> orientation = Notes.orientation(file.most(at, length, Notes.BYTES_MAX));
      case "iCCP" -> profile = profile(file.most(at, length, Notes.BYTES_MAX));
      default -> {}
    }
  }

  private void head(HeaderFile file, long at) throws IOException {
    var body = file.at(at, 13);
    width = Math.max(0, body.getInt(0));
    height = Math.max(0, body.getInt(4));
    depth = body.get(8);
    colourType = body.get(9);
  }

  /** A name, a zero, the method of compression, and the profile. */
  private static Optional<String> profile(byte[] chunk) {
    for (int end = 0; end < Math.min(NAME_MAX, chunk.length - 2); end++) {
      if (chunk[end] == 0) {
        return Notes.profile(inflated(Arrays.copyOfRange(chunk, end + 2, chunk.length)))
            .or(() -> Optional.of("embedded"));
      }
    }
    return Optional.empty();
  }

  private static byte[] inflated(byte[] packed) {
    try (var inflater = new Inflater()) {
      inflater.setInput(packed);
      var plain = new byte[Notes.BYTES_MAX];
      return Arrays.copyOf(plain, inflater.inflate(plain));
    } catch (DataFormatException _) {
      return new byte[0];
    }
  }
}

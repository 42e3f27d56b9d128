package dev.backlot.media.credit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A GIF as its blocks (GIF 89a). Content credentials stand in an application extension {@code
 * C2PA_GIF} (C2PA, embedding manifests into GIF), XMP in {@code XMP DataXMP} (XMP specification,
 * part 3): there the packet itself stands where lengths of blocks are, and a row of numbers behind
 * it leads whoever reads them as lengths to its end.
 */
final class GifFile extends Container {
  private static final int VERSION = 6;
  private static final int EXTENSION = 0x21;
  private static final int APPLICATION = 0xFF;
  private static final int PICTURE = 0x2C;
  private static final int BLOCKS_MAX = 4_000_000;
  private static final String CREDENTIALS = "C2PA_GIF";
  private static final String XMP = "XMP DataXMP";
  private static final String LOOPING = "NETSCAPE2.0";

  /** Bytes behind a packet, with the end of the extension. */
  private static final int TRAILER = 258;

  private record Extension(long from, long to) {}

  private final List<Extension> packets = new ArrayList<>();
  private Optional<byte[]> xmp = Optional.empty();
  private Optional<String> credentials = Optional.empty();
  private long place;
  private boolean whole;

  private GifFile(Path file) {
    super(file);
  }

  static Optional<Container> read(Path file) throws IOException, BrokenException {
    try (var in = new Blocks(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      var version = new String(in.readNBytes(VERSION), StandardCharsets.ISO_8859_1);
      if (!version.equals("GIF87a") && !version.equals("GIF89a")) {
        return Optional.empty();
      }
      var gif = new GifFile(file);
      try {
        gif.walk(in);
      } catch (EOFException _) {
        gif.whole = false;
      }
      return Optional.of(gif);
    }
  }

  private void walk(Blocks in) throws IOException {
    in.skipNBytes(4);
    int flags = in.next();
    in.skipNBytes(2L + colours(flags));
    place = in.at;
    boolean pictures = false;
    while (in.blocks < BLOCKS_MAX) {
      long from = in.at;
      int kind = in.next();
      if (kind == EXTENSION) {
        var name = extension(in, from);
        if (name.equals(LOOPING) && !pictures) {
          place = in.at;
        }
      } else if (kind == PICTURE) {
        pictures = true;
        in.skipNBytes(8);
        in.skipNBytes(colours(in.next()) + 1L);
        in.blocks(0, false);
      } else {
        whole = true;
        return;
      }
    }
  }

  /** Its name, if it is an application's. */
  private String extension(Blocks in, long from) throws IOException {
    if (in.next() != APPLICATION) {
      in.blocks(0, false);
      return "";
    }
    var name = new String(in.readNBytes(in.next()), StandardCharsets.ISO_8859_1);
    if (name.startsWith(CREDENTIALS)) {
      var manifest = in.blocks(MANIFEST_MAX, false);
      credentials = Optional.of(new String(manifest, StandardCharsets.ISO_8859_1));
    } else if (name.equals(XMP)) {
      var packet = in.blocks(XMP_MAX, true);
      packets.add(new Extension(from, in.at));
      xmp =
          packet.length > TRAILER
              ? Optional.of(Arrays.copyOf(packet, packet.length - TRAILER))
              : Optional.empty();
    } else {
      in.blocks(0, false);
    }
    return name;
  }

  private static int colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
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
    if (!whole) {
      return false;
    }
    var out = new ByteArrayOutputStream();
    out.write(EXTENSION);
    out.write(APPLICATION);
    out.write(XMP.length());
    out.writeBytes(XMP.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(packet);
    out.write(1);
    for (int length = 255; length >= 0; length--) {
      out.write(length);
    }
    out.write(0);
    var edits = new ArrayList<Edit>();
    edits.add(new Edit(0, VERSION, "GIF89a".getBytes(StandardCharsets.US_ASCII)));
    edits.add(new Edit(place, place, out.toByteArray()));
    for (var old : packets) {
      edits.add(new Edit(old.from(), old.to(), new byte[0]));
    }
    edits.sort(java.util.Comparator.comparingLong(Edit::from));
    splice(edits);
    return true;
  }

  /** The file from its beginning, and where it is. */
  private static final class Blocks extends java.io.FilterInputStream {
    long at;
    int blocks;

    Blocks(InputStream in) {
      super(in);
    }

    int next() throws IOException {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the file ends at " + at);
      }
      at++;
      return next;
    }

    @Override
    public byte[] readNBytes(int count) throws IOException {
      var read = in.readNBytes(count);
      at += read.length;
      return read;
    }

    @Override
    public void skipNBytes(long count) throws IOException {
      in.skipNBytes(count);
      at += count;
    }

    /**
     * Passes over the blocks up to the empty one.
     *
     * @param most bytes of them that are kept
     * @param lengths whether what stands where lengths are is kept too
     */
    byte[] blocks(int most, boolean lengths) throws IOException {
      var kept = new ByteArrayOutputStream();
      while (blocks++ < BLOCKS_MAX) {
        int length = next();
        if (lengths) {
          kept.write(length);
        }
        if (length == 0) {
          return kept.toByteArray();
        }
        if (kept.size() < most) {
          kept.writeBytes(readNBytes(length));
        } else {
          skipNBytes(length);
        }
      }
      return kept.toByteArray();
    }
  }
}

package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A file as the pieces that it is made of: segments, chunks or boxes. Only their heads and what is
 * asked for are read, so none is too large.
 */
abstract class Container {
  /** The longest XMP packet that is read, in bytes; a JPEG holds 64 KiB in one piece. */
  static final int XMP_MAX = 1 << 20;

  /** How much of a manifest is looked through, in bytes. */
  static final int MANIFEST_MAX = 1 << 20;

  final Path file;

  Container(Path file) {
    this.file = file;
  }

  /** Empty for a file of another kind, or one whose pieces do not follow each other. */
  static Optional<Container> of(Path file) throws IOException {
    for (var kind :
        List.<Reader>of(
            JpegFile::read,
            PngFile::read,
            WebpFile::read,
            AvifFile::read,
            GifFile::read,
            MovieFile::read,
            WaveFile::read,
            FlacFile::read,
            TaggedSound::read)) {
      try {
        var container = kind.read(file);
        if (container.isPresent()) {
          return container;
        }
      } catch (BrokenException _) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private interface Reader {
    Optional<Container> read(Path file) throws IOException, BrokenException;
  }

  /** Its pieces do not follow each other. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String message) {
      super(message);
    }
  }

  abstract Optional<byte[]> xmp();

  /**
   * The manifest of its content credentials as Latin text, as far as it is read; empty for none.
   */
  abstract Optional<String> credentials();

  /** Rewrites the file with this packet in place of any that it has; false when it cannot. */
  abstract boolean write(byte[] packet) throws IOException;

  /** Puts bytes before and after a cut of the file, or in place of a part of it. */
  final void splice(List<Edit> edits) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".marked");
    try (var in = Files.newInputStream(file);
        var out = Files.newOutputStream(fresh)) {
      long at = 0;
      for (var edit : edits) {
        copy(in, out, edit.from() - at);
        in.skipNBytes(edit.to() - edit.from());
        out.write(edit.bytes());
        at = edit.to();
      }
      in.transferTo(out);
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(java.io.InputStream in, java.io.OutputStream out, long bytes)
      throws IOException {
    var buffer = new byte[1 << 16];
    long left = bytes;
    while (left > 0) {
      int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
      if (read == 0) {
        throw new IOException("the file ended before its last piece");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /**
   * Bytes in place of a part of the file.
   *
   * @param from where the part begins
   * @param to where it ends; the same for bytes that are put in
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Edit(long from, long to, byte[] bytes) {}
}

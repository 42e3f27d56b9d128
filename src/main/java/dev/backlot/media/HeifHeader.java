package dev.backlot.media;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.heif.HeifDirectory;
import com.drew.metadata.icc.IccDirectory;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the boxes of an AVIF or HEIC file, of which at most {@value #BYTES_MAX} bytes are read. */
final class HeifHeader {
  private static final int BYTES_MAX = 4 << 20;

  private HeifHeader() {}

  static MediaFacts read(Path file, String mediaType) throws IOException {
    try (var in = new BufferedInputStream(new Bounded(Files.newInputStream(file)))) {
      return facts(ImageMetadataReader.readMetadata(in), mediaType);
    } catch (ImageProcessingException | EOFException | RuntimeException _) {
      return MediaFacts.ofType(mediaType);
    }
  }

  /**
   * The properties lie in several directories; of tiles and thumbnails the largest is the picture.
   * Its EXIF orientation is only a note: an AVIF turns its pixels itself.
   */
  private static MediaFacts facts(Metadata metadata, String mediaType) {
    int width = 0;
    int height = 0;
    int turns = 0;
    for (var header : metadata.getDirectoriesOfType(HeifDirectory.class)) {
      width = Math.max(width, number(header, HeifDirectory.TAG_IMAGE_WIDTH));
      height = Math.max(height, number(header, HeifDirectory.TAG_IMAGE_HEIGHT));
      turns = Math.max(turns, number(header, HeifDirectory.TAG_IMAGE_ROTATION));
    }
    boolean turned = turns == 90 || turns == 270 || turns == 1 || turns == 3;
    var icc = Optional.ofNullable(metadata.getFirstDirectoryOfType(IccDirectory.class));
    return new MediaFacts(
        mediaType,
        turned ? height : width,
        turned ? width : height,
        false,
        3,
        8,
        false,
        1,
        icc.map(known -> known.getDescription(IccDirectory.TAG_TAG_desc)));
  }

  private static int number(HeifDirectory directory, int tag) {
    var value = directory.getInteger(tag);
    return value == null ? 0 : value;
  }

  /** Ends when too much was read; what is skipped costs nothing. */
  private static final class Bounded extends FilterInputStream {
    private long left = BYTES_MAX;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? super.read() : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = super.read(into, from, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}

package dev.backlot.media;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.icc.IccReader;
import java.util.Optional;

/** What the parts of a picture's header say that are no header of the picture itself. */
final class Notes {
  /** More of EXIF or of a colour profile is not read. */
  static final int BYTES_MAX = 1 << 20;

  private Notes() {}

  /** The orientation that EXIF tells, 1 to 8; 1 where it tells none. */
  static int orientation(byte[] exif) {
    try {
      var metadata = new Metadata();
      new ExifReader().extract(new ByteArrayReader(exif), metadata);
      var directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      var value =
          directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
      return value == null || value < 1 || value > 8 ? 1 : value;
    } catch (RuntimeException _) {
      // what cannot be read says nothing; the picture may be whole all the same
      return 1;
    }
  }

  /** What a colour profile calls itself. */
  static Optional<String> profile(byte[] icc) {
    try {
      var metadata = new Metadata();
      new IccReader().extract(new ByteArrayReader(icc), metadata);
      var directory = metadata.getFirstDirectoryOfType(IccDirectory.class);
      return Optional.ofNullable(directory)
          .map(known -> known.getDescription(IccDirectory.TAG_TAG_desc));
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }
}

package dev.backlot.media;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.png.PngChunkType;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.gif.GifHeaderDirectory;
import com.drew.metadata.gif.GifImageDirectory;
import com.drew.metadata.heif.HeifDirectory;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.png.PngDirectory;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the header of a picture whose type is known; damage gives facts without a size. */
final class PictureHeader {
  private record Layout(
      int width, int height, int bands, int bitDepth, boolean alpha, boolean animated) {}

  private PictureHeader() {}

  static MediaFacts read(Path file, String mediaType) throws IOException {
    // The library would load the pixels of a WebP whole, so that one is read by hand.
    if (mediaType.equals("image/webp")) {
      return WebpHeader.read(file);
    }
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      var metadata = ImageMetadataReader.readMetadata(in);
      return layout(metadata, mediaType)
          .map(layout -> facts(mediaType, layout, metadata))
          .orElse(MediaFacts.ofType(mediaType));
    } catch (ImageProcessingException | EOFException | RuntimeException damaged) {
      return MediaFacts.ofType(mediaType);
    }
  }

  private static MediaFacts facts(String mediaType, Layout layout, Metadata metadata) {
    int orientation = orientation(metadata);
    boolean turned = orientation > 4;
    return new MediaFacts(
        mediaType,
        turned ? layout.height : layout.width,
        turned ? layout.width : layout.height,
        layout.animated,
        layout.bands,
        layout.bitDepth,
        layout.alpha,
        orientation,
        profile(metadata));
  }

  private static Optional<Layout> layout(Metadata metadata, String mediaType) {
    return switch (mediaType) {
      case "image/jpeg" -> jpeg(metadata.getFirstDirectoryOfType(JpegDirectory.class));
      case "image/png" -> png(metadata);
      case "image/gif" -> gif(metadata);
      default -> heif(metadata);
    };
  }

  private static Optional<Layout> jpeg(@Nullable JpegDirectory header) {
    if (header == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Layout(
            number(header, JpegDirectory.TAG_IMAGE_WIDTH),
            number(header, JpegDirectory.TAG_IMAGE_HEIGHT),
            number(header, JpegDirectory.TAG_NUMBER_OF_COMPONENTS),
            number(header, JpegDirectory.TAG_DATA_PRECISION),
            false,
            false));
  }

  private static Optional<Layout> png(Metadata metadata) {
    boolean keyed = false;
    @Nullable PngDirectory header = null;
    for (var directory : metadata.getDirectoriesOfType(PngDirectory.class)) {
      header = directory.getPngChunkType().equals(PngChunkType.IHDR) ? directory : header;
      keyed |= directory.getPngChunkType().equals(PngChunkType.tRNS);
    }
    if (header == null) {
      return Optional.empty();
    }
    int colourType = number(header, PngDirectory.TAG_COLOR_TYPE);
    boolean alpha = keyed || colourType >= 4;
    int colours = colourType == 0 || colourType == 4 ? 1 : 3;
    return Optional.of(
        new Layout(
            number(header, PngDirectory.TAG_IMAGE_WIDTH),
            number(header, PngDirectory.TAG_IMAGE_HEIGHT),
            colours + (alpha ? 1 : 0),
            number(header, PngDirectory.TAG_BITS_PER_SAMPLE),
            alpha,
            false));
  }

  private static Optional<Layout> gif(Metadata metadata) {
    var header = metadata.getFirstDirectoryOfType(GifHeaderDirectory.class);
    if (header == null) {
      return Optional.empty();
    }
    boolean animated = metadata.getDirectoriesOfType(GifImageDirectory.class).size() > 1;
    return Optional.of(
        new Layout(
            number(header, GifHeaderDirectory.TAG_IMAGE_WIDTH),
            number(header, GifHeaderDirectory.TAG_IMAGE_HEIGHT),
            3,
            8,
            false,
            animated));
  }

  /**
   * The properties lie in several directories; of tiles and thumbnails the largest is the picture.
   */
  private static Optional<Layout> heif(Metadata metadata) {
    int width = 0;
    int height = 0;
    int quarterTurns = 0;
    for (var header : metadata.getDirectoriesOfType(HeifDirectory.class)) {
      width = Math.max(width, number(header, HeifDirectory.TAG_IMAGE_WIDTH));
      height = Math.max(height, number(header, HeifDirectory.TAG_IMAGE_HEIGHT));
      quarterTurns = Math.max(quarterTurns, number(header, HeifDirectory.TAG_IMAGE_ROTATION));
    }
    boolean turned =
        quarterTurns == 90 || quarterTurns == 270 || quarterTurns == 1 || quarterTurns == 3;
    return Optional.of(
        new Layout(turned ? height : width, turned ? width : height, 3, 8, false, false));
  }

  private static int orientation(Metadata metadata) {
    var exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    // AVIF turns its pixels itself; its EXIF orientation is only a note.
    if (exif == null || metadata.containsDirectoryOfType(HeifDirectory.class)) {
      return 1;
    }
    int orientation = number(exif, ExifIFD0Directory.TAG_ORIENTATION);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }

  private static Optional<String> profile(Metadata metadata) {
    var icc = metadata.getFirstDirectoryOfType(IccDirectory.class);
    return icc == null
        ? Optional.empty()
        : Optional.ofNullable(icc.getDescription(IccDirectory.TAG_TAG_desc));
  }

  private static int number(Directory directory, int tag) {
    var value = directory.getInteger(tag);
    return value == null ? 0 : value;
  }
}

package dev.backlot.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.tika.Tika;

/**
 * Finds out what a file is by its content, never by its name, reading headers only. Thread-safe.
 */
public final class MediaProbe {
  private static final Tika SNIFFER = new Tika();
  private static final Set<String> PICTURES =
      Set.of("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif");

  private MediaProbe() {}

  /** Facts on any file; what is not a picture, or a damaged one, has no size. */
  public static MediaFacts facts(Path file) throws IOException {
    var mediaType = sniff(file);
    if (!PICTURES.contains(mediaType) || Files.size(file) > MediaLimits.FILE_BYTES_MAX) {
      return MediaFacts.ofType(mediaType);
    }
    return PictureHeader.read(file, mediaType);
  }

  /** Facts on a still picture within {@link MediaLimits}; anything else is refused. */
  public static MediaFacts picture(Path file) throws IOException, MediaException {
    var facts = moving(file);
    if (facts.animated()) {
      throw MediaException.invalid(
          "expected a still image, but it is animated: take one of its frames first, by"
              + " image.convert and its frame");
    }
    return facts;
  }

  /** As {@link #picture}, of one that may also be animated. */
  public static MediaFacts moving(Path file) throws IOException, MediaException {
    checkBytes(Files.size(file));
    var facts = facts(file);
    if (!PICTURES.contains(facts.mediaType())) {
      throw MediaException.invalid(
          "expected a JPEG, PNG, WebP, AVIF or GIF image, but the content is "
              + MediaWords.of(facts.mediaType()));
    }
    if (!facts.hasSize()) {
      throw MediaException.invalid("expected a whole image, but its header is damaged or cut off");
    }
    MediaLimits.check(facts.width(), facts.height());
    return facts;
  }

  private static void checkBytes(long bytes) throws MediaException {
    if (bytes == 0) {
      throw MediaException.invalid("expected an image, but the file is empty");
    }
    if (bytes > MediaLimits.FILE_BYTES_MAX) {
      throw MediaException.invalid(
          "expected at most %d MiB, but the file has %d MiB"
              .formatted(MediaLimits.FILE_BYTES_MAX >> 20, bytes >> 20));
    }
  }

  private static String sniff(Path file) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.mark(ContainerHead.BYTES);
      var head = in.readNBytes(ContainerHead.BYTES);
      in.reset();
      return ContainerHead.refine(SNIFFER.detect(in), head);
    }
  }
}

package dev.backlot.app;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.report.Thumbnailer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Previews for contact sheets: WebP where the engine writes it, JPEG otherwise. */
final class Thumbnails implements Thumbnailer {
  private static final int QUALITY = 78;

  private final Imaging imaging;
  private final Encoding encoding;

  Thumbnails(Imaging imaging) {
    this.imaging = imaging;
    var format =
        imaging.writes().contains(PictureFormat.WEBP) ? PictureFormat.WEBP : PictureFormat.JPEG;
    this.encoding = Encoding.of(format, QUALITY);
  }

  String mediaType() {
    return encoding.format().mediaType();
  }

  @Override
  public Optional<Thumbnail> thumbnail(Path file, int side) {
    return bytes(file, side)
        .map(bytes -> new Thumbnail(mediaType(), Base64.getEncoder().encodeToString(bytes)));
  }

  /** As {@link #thumbnail}, as bytes. */
  Optional<byte[]> bytes(Path file, int side) {
    try {
      var small = Files.createTempFile("backlot", "." + encoding.format().extension());
      try {
        imaging.thumbnail(file, Scaling.inside(side, side), small, encoding);
        return Optional.of(Files.readAllBytes(small));
      } finally {
        Files.deleteIfExists(small);
      }
    } catch (IOException | MediaException _) {
      // a picture that cannot be read has no preview; the page says so
      return Optional.empty();
    }
  }
}

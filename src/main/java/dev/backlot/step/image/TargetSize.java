package dev.backlot.step.image;

import dev.backlot.media.Encoding;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for the best quality whose file is small enough, in at most eight attempts. */
final class TargetSize {
  /** A file and how it came out. */
  record Written(Path file, long bytes, int quality) {}

  private final PictureJob job;
  private final Picture picture;
  private final Encoding encoding;
  private final long bytesMax;

  private TargetSize(PictureJob job, Picture picture, Encoding encoding, long bytesMax) {
    this.job = job;
    this.picture = picture;
    this.encoding = encoding;
    this.bytesMax = bytesMax;
  }

  static Written write(
      PictureJob job, Picture picture, Encoding encoding, long bytesMax, int qualityMin)
      throws IOException, MediaException {
    return new TargetSize(job, picture, encoding, bytesMax).search(qualityMin);
  }

  private Written search(int qualityMin) throws IOException, MediaException {
    var first = attempt(encoding.quality());
    if (first.bytes <= bytesMax) {
      return first;
    }
    int low = Math.min(qualityMin, encoding.quality());
    var smallest = encoding.isLossy() ? attempt(low) : first;
    if (smallest.bytes > bytesMax) {
      throw tooLarge(smallest);
    }
    return best(smallest, low + 1, encoding.quality() - 1);
  }

  /** The best that fits of the qualities between, or else what is known to fit. */
  private Written best(Written fits, int low, int high) throws IOException, MediaException {
    var best = fits;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      var tried = attempt(middle);
      if (tried.bytes <= bytesMax) {
        best = tried;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return best;
  }

  private Written attempt(int quality) throws IOException, MediaException {
    var file = job.newFile(encoding.format());
    picture.write(file, encoding.withQuality(quality));
    return new Written(file, Files.size(file), quality);
  }

  private MediaException tooLarge(Written smallest) {
    var way =
        encoding.isLossy()
            ? "at quality %d it takes %d: lower quality_min, or make it smaller with image.resize"
                .formatted(smallest.quality, smallest.bytes)
            : "without loss it takes %d: choose a lossy format, or make it smaller with image.resize"
                .formatted(smallest.bytes);
    return MediaException.invalid("expected at most %d bytes, but ".formatted(bytesMax) + way)
        .about("bytes_max");
  }
}

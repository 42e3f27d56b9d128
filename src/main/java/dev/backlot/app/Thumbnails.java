package dev.backlot.app;

import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Value;
import dev.backlot.report.Thumbnailer;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Previews for contact sheets and pages: WebP where the engine writes it, JPEG otherwise. They are
 * made by a step, in a worker process where there are any: a file that kills a decoder kills no
 * server.
 */
final class Thumbnails implements Thumbnailer {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The step is given one file and asks for no other. */
  private static final AssetId PICTURE = new AssetId("0".repeat(64));

  private final Aside small;
  private final PictureFormat format;

  /**
   * @param imaging what the step works with
   * @param small that of {@link dev.backlot.step.image.ImageSteps#small}, wherever it runs
   */
  Thumbnails(Imaging imaging, Step small) {
    this.small = new Aside(small, PATIENCE);
    this.format =
        imaging.writes().contains(PictureFormat.WEBP) ? PictureFormat.WEBP : PictureFormat.JPEG;
  }

  String mediaType() {
    return format.mediaType();
  }

  @Override
  public Optional<Thumbnail> thumbnail(Path file, int side) {
    return bytes(file, side)
        .map(bytes -> new Thumbnail(mediaType(), Base64.getEncoder().encodeToString(bytes)));
  }

  /** As {@link #thumbnail}, as bytes. */
  Optional<byte[]> bytes(Path file, int side) {
    try (var context = new SmallContext(PICTURE, file)) {
      // a picture that cannot be read has no preview; the page says so
      return small.run(input(file, side), context) instanceof Outcome.Done
          ? context.made()
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private StepInput input(Path file, int side) throws IOException {
    var picture = new Asset(PICTURE, "application/octet-stream", Files.size(file), 0, 0, "");
    return new StepInput(
        Map.of(
            "image", Value.of(picture),
            "side", Value.of(side),
            "format", Value.of(format == PictureFormat.WEBP ? "webp" : "jpeg")));
  }
}

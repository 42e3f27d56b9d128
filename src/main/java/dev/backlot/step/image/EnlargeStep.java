package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.upscale.Upscaler;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;

/** Makes a picture some times as wide and high. */
final class EnlargeStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.enlarge",
          "Enlarge a picture on this machine; image.upscale has a provider do it",
          Ports.integer("scale", 2, 8, 2, "How many times as wide and as high"),
          Ports.text(
                  "method",
                  "lanczos",
                  "lanczos interpolates; model draws sharper edges, takes seconds, goes by 2 or 4"
                      + " up to 25 megapixels, and makes more of noise and JPEG blocks, too")
              .oneOf("lanczos", "model"));

  private final Upscaler upscaler;

  private EnlargeStep(Upscaler upscaler) {
    this.upscaler = upscaler;
  }

  static Step of(Imaging imaging, Upscaler upscaler) {
    return new EditStep(imaging, TYPE, "enlarged", new EnlargeStep(upscaler)::enlarged)
        .by(input -> input.text("method").filter("model"::equals).map(_ -> upscaler.name()));
  }

  private Picture enlarged(PictureJob job, Picture picture) throws IOException, MediaException {
    int scale = job.integer("scale");
    long width = (long) picture.width() * scale;
    long height = (long) picture.height() * scale;
    if (job.text("method").equals("lanczos")) {
      check(job, width, height);
      return larger(picture, scale);
    }
    if (!upscaler.scales().contains(scale)) {
      throw MediaException.invalid("expected 2 or 4 with method model, but " + scale)
          .about("scale");
    }
    if (width * height > Upscaler.PIXELS_MAX) {
      throw MediaException.invalid(
              "expected at most %d megapixels with method model, but they would be %d x %d"
                  .formatted(Upscaler.PIXELS_MAX / 1_000_000, width, height))
          .about("scale");
    }
    job.say(DigitalSource.ENHANCED);
    return drawn(job, picture, scale);
  }

  private static void check(PictureJob job, long width, long height) throws MediaException {
    try {
      job.checkSize(width, height);
    } catch (MediaException tooLarge) {
      throw tooLarge.about("scale");
    }
  }

  /** Transparency is interpolated: the network knows colours alone. */
  private Picture drawn(PictureJob job, Picture picture, int scale) throws IOException {
    var pixels = picture.pixels();
    var colours = upscaler.enlarged(pixels, scale, job.goingOn("tile"));
    var larger = job.studio().picture(colours);
    if (!picture.hasAlpha()) {
      return larger;
    }
    var alpha = larger(job.studio().picture(alpha(pixels)), scale).pixels();
    return larger.withAlpha(first(alpha));
  }

  private static Picture larger(Picture picture, int scale) {
    return picture.resize(Scaling.exactly(picture.width() * scale, picture.height() * scale));
  }

  private static Pixels alpha(Pixels pixels) {
    var alpha = new byte[pixels.count()];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = (byte) pixels.alpha(i);
    }
    return new Pixels(pixels.width(), pixels.height(), 1, alpha);
  }

  private static Pixels first(Pixels grey) {
    var band = new byte[grey.count()];
    for (int i = 0; i < band.length; i++) {
      band[i] = (byte) grey.at(i, 0);
    }
    return new Pixels(grey.width(), grey.height(), 1, band);
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Judges a photo technically. */
final class QualityStep {
  private static final int SIDE = 512;
  private static final int MIDDLE = 800;

  private static final StepType TYPE =
      Ports.type(
          "image.quality",
          "Judge sharpness, exposure and noise of a photo",
          List.of(Ports.PICTURE),
          List.of(
              Ports.metric(
                  "score", PortType.NUMBER, "0 (unusable) to 1 (nothing to complain about)"),
              Ports.metric(
                  "sharpness",
                  PortType.NUMBER,
                  "Strength of fine detail, as image.inspect has it; below 30 a photo looks"
                      + " blurred"),
              Ports.metric("brightness", PortType.NUMBER, "Mean brightness, 0 to 1"),
              Ports.metric(
                  "contrast", PortType.NUMBER, "Standard deviation of the brightness, 0 to 0.5"),
              Ports.metric(
                  "clipped_dark",
                  PortType.NUMBER,
                  "Share of the pixels that are nothing but black"),
              Ports.metric(
                  "clipped_bright",
                  PortType.NUMBER,
                  "Share of the pixels that are nothing but white"),
              Ports.metric(
                  "noise",
                  PortType.NUMBER,
                  "Standard deviation of the grain in levels of 255; above 8 it shows"),
              Port.of(
                      "issues",
                      PortType.TEXT,
                      "Any of blurred, too-dark, too-bright, flat, noisy, small")
                  .many()
                  .mandatory()));

  private QualityStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, QualityStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var picture = job.open("image");
    var detail = picture.resize(Scaling.inside(SIDE, SIDE));
    var quality =
        Quality.of(
            Measures.of(picture).sharpness(),
            Grey.of(detail),
            Grey.of(middle(picture)),
            Math.min(picture.width(), picture.height()));
    return quality.values();
  }

  /** Grain only shows at full size. */
  private static Picture middle(Picture picture) {
    int width = Math.min(MIDDLE, picture.width());
    int height = Math.min(MIDDLE, picture.height());
    return picture.crop(
        new Box((picture.width() - width) / 2, (picture.height() - height) / 2, width, height));
  }
}

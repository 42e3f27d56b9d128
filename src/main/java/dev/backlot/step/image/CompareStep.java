package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
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

/** Says how far two pictures differ, and shows where. */
final class CompareStep {
  private static final int SIDE = 2048;

  private static final StepType TYPE =
      Ports.type(
          "image.compare",
          "Say how far two pictures differ, and show where",
          List.of(
              Ports.PICTURE,
              Port.of(
                      "other",
                      PortType.IMAGE,
                      "The picture to compare with; scaled if it has the same shape in another"
                          + " size")
                  .mandatory(),
              Ports.integer(
                  "tolerance",
                  0,
                  255,
                  16,
                  "Differences of so many levels of 255 do not count as changed")),
          List.of(
              Port.of(
                      "image",
                      PortType.IMAGE,
                      "The first picture, faint, with red where they differ; a PNG of at most 2,048"
                          + " pixels a side")
                  .mandatory(),
              Ports.metric(
                  "ssim",
                  PortType.NUMBER,
                  "Structural similarity: 1 the same, above 0.95 hardly to be told apart"),
              Ports.metric(
                  "difference", PortType.NUMBER, "Mean difference of the channels, 0 to 1"),
              Ports.metric(
                  "changed",
                  PortType.NUMBER,
                  "Share of the pixels that differ by more than the tolerance")));

  private CompareStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, CompareStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var one = shown(job.open("image"));
    var other = shown(job.open("other"));
    double shape = (double) one.width() * other.height() / ((double) one.height() * other.width());
    if (shape < 0.98 || shape > 1.02) {
      throw MediaException.invalid(
              "expected a picture of the same shape, %d x %d, but it is %d x %d: crop it first"
                  .formatted(one.width(), one.height(), other.width(), other.height()))
          .about("other");
    }
    var difference =
        Difference.of(
            one.pixels(),
            other.resize(Scaling.exactly(one.width(), one.height())).pixels(),
            job.integer("tolerance"));
    return Map.of(
        "image",
            job.store(
                job.studio().picture(difference.shown()), Encoding.intermediate(), "difference"),
        "ssim", Value.of(difference.ssim()),
        "difference", Value.of(difference.mean()),
        "changed", Value.of(difference.changed()));
  }

  private static Picture shown(Picture picture) {
    return picture.flatten(Colour.WHITE).resize(Scaling.inside(SIDE, SIDE));
  }
}

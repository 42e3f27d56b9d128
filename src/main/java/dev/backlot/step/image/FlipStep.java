package dev.backlot.step.image;

import dev.backlot.media.Axis;
import dev.backlot.media.Imaging;
import dev.backlot.media.Picture;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Mirrors a picture. */
final class FlipStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.flip",
          "Mirror a picture",
          Port.of(
                  "axis",
                  PortType.TEXT,
                  "horizontal: left and right change places; vertical: top and bottom do")
              .oneOf("horizontal", "vertical")
              .defaultingTo(Value.of("horizontal")));

  private FlipStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "flipped", FlipStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) {
    return picture.flipped(Axis.parse(job.text("axis")));
  }
}

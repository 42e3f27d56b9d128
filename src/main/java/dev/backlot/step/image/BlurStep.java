package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Blurs a picture. */
final class BlurStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.blur",
          "Blur a picture",
          Ports.number("sigma", 0.3, 200, 8, "Strength: standard deviation of the blur in pixels"));

  private BlurStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "blurred", BlurStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) {
    return picture.blurred(job.number("sigma"));
  }
}

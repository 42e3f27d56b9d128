package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Sharpens a picture. */
final class SharpenStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.sharpen",
          "Sharpen a picture",
          Ports.number("sigma", 0.3, 20, 1, "Fineness: small for fine detail, in pixels"),
          Ports.number("amount", 0, 5, 0.8, "How much; above 2 edges get halos"));

  private SharpenStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "sharpened", SharpenStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) {
    return picture.sharpened(job.number("sigma"), job.number("amount"));
  }
}

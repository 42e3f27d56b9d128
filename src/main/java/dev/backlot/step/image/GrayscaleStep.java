package dev.backlot.step.image;

import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Imaging;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Takes the colours away. */
final class GrayscaleStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.grayscale",
          "Make a picture black and white",
          Ports.share("strength", 1, "How far to go; below 1 some colour stays"));

  private GrayscaleStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "grayscale", GrayscaleStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) {
    return picture.recoloured(ColourMatrix.GREY.weakened(job.number("strength")));
  }
}

package dev.backlot.step.image;

import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Imaging;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Tones like an old print. */
final class SepiaStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.sepia",
          "Tone a picture brown, like an old print",
          Ports.share("strength", 1, "How far to go; below 1 some colour stays"));

  private SepiaStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "sepia", SepiaStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) {
    return picture.recoloured(ColourMatrix.SEPIA.weakened(job.number("strength")));
  }
}

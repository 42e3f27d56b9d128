package dev.backlot.step.image;

import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Dips a picture into one colour; its brightness stays. */
final class TintStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.tint",
          "Dip a picture into one colour",
          Ports.colour("colour", "#c08040", "The colour"),
          Ports.share("strength", 0.6, "How far to go; 1 leaves no other colour"));

  private TintStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "tinted", TintStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) throws MediaException {
    return picture.recoloured(
        ColourMatrix.tint(job.colour("colour")).weakened(job.number("strength")));
  }
}

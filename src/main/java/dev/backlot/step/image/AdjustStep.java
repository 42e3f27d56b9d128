package dev.backlot.step.image;

import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Imaging;
import dev.backlot.media.Picture;
import dev.backlot.media.Tones;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Changes brightness, contrast and saturation. */
final class AdjustStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.adjust",
          "Change brightness, contrast and saturation",
          Ports.number(
              "brightness", -1, 1, 0, "Lifts or lowers the middle tones; black and white stay"),
          Ports.number(
              "contrast", -1, 1, 0, "Spreads or narrows the tones around the middle; -1 is grey"),
          Ports.number("saturation", -1, 1, 0, "-1 is grey, 1 twice as colourful"));

  private AdjustStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "adjusted", AdjustStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) {
    double power = Math.pow(2, -1.5 * job.number("brightness"));
    double contrast = job.number("contrast");
    double slope = contrast < 0 ? 1 + contrast : 1 + 3 * contrast * contrast + contrast;
    var toned = picture.toned(Tones.of(level -> (Math.pow(level, power) - 0.5) * slope + 0.5));
    double saturation = 1 + job.number("saturation");
    return saturation == 1 ? toned : toned.recoloured(ColourMatrix.saturation(saturation));
  }
}

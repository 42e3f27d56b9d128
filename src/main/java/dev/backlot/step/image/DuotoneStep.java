package dev.backlot.step.image;

import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Tones;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Shows a picture in two colours. */
final class DuotoneStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.duotone",
          "Show a picture in two colours",
          Ports.colour("dark", "#1a1446", "Colour of what is black"),
          Ports.colour("bright", "#ffd8a8", "Colour of what is white"));

  private DuotoneStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "duotone", DuotoneStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) throws MediaException {
    var dark = job.colour("dark");
    var bright = job.colour("bright");
    return picture
        .recoloured(ColourMatrix.GREY)
        .toned(
            Tones.of(
                level -> between(dark.red(), bright.red(), level),
                level -> between(dark.green(), bright.green(), level),
                level -> between(dark.blue(), bright.blue(), level)));
  }

  private static double between(int dark, int bright, double level) {
    return (dark + (bright - dark) * level) / 255;
  }
}

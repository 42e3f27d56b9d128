package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Draws a frame around a picture. */
final class BorderStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.border",
          2,
          "Draw a frame around a picture; what is transparent within it stays so",
          Ports.number(
              "width",
              0.001,
              2000,
              0.02,
              "Width of the frame: below 1 a share of the shorter side, otherwise pixels"),
          Ports.colour("colour", "#ffffff", "Colour of the frame"));

  private BorderStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "framed", BorderStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) throws MediaException {
    int width = job.length("width", picture.width(), picture.height());
    job.checkSize(picture.width() + 2L * width, picture.height() + 2L * width);
    int wide = picture.width() + 2 * width;
    int high = picture.height() + 2 * width;
    var colour = job.colour("colour");
    // what is transparent within the frame stays so
    return picture.hasAlpha()
        ? picture.extend(wide, high, width, width, colour)
        : job.studio().canvas(wide, high, colour).overlay(picture, width, width);
  }
}

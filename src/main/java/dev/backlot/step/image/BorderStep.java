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
          "Draw a frame around a picture",
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
    return job.studio()
        .canvas(picture.width() + 2 * width, picture.height() + 2 * width, job.colour("colour"))
        .overlay(picture, width, width);
  }
}

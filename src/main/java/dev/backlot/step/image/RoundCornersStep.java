package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Rounds the corners off. */
final class RoundCornersStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.round-corners",
          "Round the corners off",
          Ports.number(
              "radius",
              0,
              8191,
              0.06,
              "Radius: below 1 a share of the shorter side (0.5 makes a pill or a circle),"
                  + " otherwise pixels"),
          Ports.colour("background", "#00000000", "Colour behind the corners"));

  private RoundCornersStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "rounded", RoundCornersStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) throws MediaException {
    int radius = job.length("radius", picture.width(), picture.height());
    var rounded = Masks.applied(picture, Masks.rounded(picture.width(), picture.height(), radius));
    var background = job.colour("background");
    return background.alpha() == 0
        ? rounded
        : job.studio().canvas(picture.width(), picture.height(), background).overlay(rounded, 0, 0);
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Turns a picture. */
final class RotateStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.rotate",
          "Turn a picture clockwise",
          Port.of(
                  "angle",
                  PortType.NUMBER,
                  "Degrees clockwise; right angles lose nothing, others make the picture larger")
              .mandatory()
              .between(-360, 360),
          Ports.colour("background", "#ffffff", "Colour of the corners that appear"));

  private RotateStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "rotated", RotateStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) throws MediaException {
    double angle = job.number("angle");
    if (angle % 90 == 0) {
      return picture.turned((int) (Math.round(angle / 90) % 4 + 4) % 4);
    }
    double sin = Math.abs(Math.sin(Math.toRadians(angle)));
    double cos = Math.abs(Math.cos(Math.toRadians(angle)));
    job.checkSize(
        (long) (picture.width() * cos + picture.height() * sin),
        (long) (picture.width() * sin + picture.height() * cos));
    return picture.rotated(angle, job.colour("background"));
  }
}

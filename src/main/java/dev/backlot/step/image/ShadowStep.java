package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Shadow;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Lays a soft shadow below a picture or a cut-out. */
final class ShadowStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.shadow",
          "Lay a soft shadow below a picture or a cut-out",
          Ports.number(
              "blur",
              0,
              200,
              0.03,
              "Softness: below 1 a share of the shorter side, otherwise pixels"),
          Ports.share("opacity", 0.45, "How dark the shadow is"),
          Ports.colour("colour", "#1a140f", "Colour of the shadow"),
          Ports.number(
              "right",
              -2000,
              2000,
              0,
              "How far it falls to the right: within -1 to 1 a share of the shorter side, otherwise"
                  + " pixels"),
          Ports.number(
              "down",
              -2000,
              2000,
              0.03,
              "How far it falls down: within -1 to 1 a share of the shorter side, otherwise"
                  + " pixels"),
          Ports.colour("background", "#00000000", "Colour of the ground around"));

  private ShadowStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "shadow", ShadowStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) throws MediaException {
    var shadow =
        new Shadow(
            Math.min(200, job.length("blur", picture.width(), picture.height())),
            job.number("opacity"),
            job.colour("colour"));
    int right = job.length("right", picture.width(), picture.height());
    int down = job.length("down", picture.width(), picture.height());
    int left = Math.max(0, shadow.margin() - right);
    int top = Math.max(0, shadow.margin() - down);
    int width = left + picture.width() + Math.max(0, shadow.margin() + right);
    int height = top + picture.height() + Math.max(0, shadow.margin() + down);
    job.checkSize(width, height);
    return job.studio()
        .canvas(width, height, job.colour("background"))
        .overlay(
            picture.shadow(shadow), left + right - shadow.margin(), top + down - shadow.margin())
        .overlay(picture, left, top);
  }
}

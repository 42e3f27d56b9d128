package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Puts a picture on a larger ground. */
final class PadStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.pad",
          "Add space around a picture",
          Ports.margin(0),
          Ports.aspect(
              "Shape such as 1:1: the smallest ground of this shape that holds the picture"),
          Ports.side("width", "Least width of the result in pixels"),
          Ports.side("height", "Least height of the result in pixels"),
          Ports.placement("position", Placement.CENTRE, "Where the picture stands on the ground"),
          Ports.colour("background", "#ffffff", "Colour of the ground"));

  private PadStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "padded", PadStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) throws MediaException {
    int around = job.length("margin", picture.width(), picture.height());
    double width = picture.width() + 2.0 * around;
    double height = picture.height() + 2.0 * around;
    var aspect = Aspect.of(job);
    if (aspect.isPresent()) {
      double ratio = aspect.get().ratio();
      double wider = Math.max(width, height * ratio);
      height = Math.max(height, width / ratio);
      width = wider;
    }
    width = Math.max(width, job.input().integer("width").orElse(0));
    height = Math.max(height, job.input().integer("height").orElse(0));
    return on(job, picture, Math.round(width), Math.round(height), around);
  }

  private static Picture on(PictureJob job, Picture picture, long width, long height, int margin)
      throws MediaException {
    job.checkSize(width, height);
    var colour = job.colour("background");
    var place =
        job.placement("position")
            .place(picture.width(), picture.height(), (int) width, (int) height, margin);
    return job.studio()
        .canvas((int) width, (int) height, colour)
        .overlay(picture, place.left(), place.top());
  }
}

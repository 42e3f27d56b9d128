package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Cuts off borders that show nothing. */
final class TrimStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.trim",
          "Cut off plain or transparent borders",
          Ports.text(
                  "by",
                  "auto",
                  "alpha looks for transparency; colour for the colour of the top left corner; auto"
                      + " for transparency where the picture has some, else for the colour")
              .oneOf("auto", "alpha", "colour"),
          Port.of(
              "colour",
              PortType.TEXT,
              "Colour of the border, such as #ffffff, instead of the corner's"),
          Ports.integer(
              "tolerance",
              0,
              255,
              12,
              "How far a border may differ from its colour, or alpha from nothing, in levels of"
                  + " 255"),
          Ports.integer("margin", 0, 1000, 0, "Pixels of the border that stay"));

  private TrimStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "trimmed", TrimStep::edit);
  }

  private static Picture edit(PictureJob job, Picture picture) throws MediaException {
    var pixels = picture.pixels();
    var by = job.text("by");
    boolean alpha = by.equals("alpha") || (by.equals("auto") && picture.hasAlpha());
    var box = Border.within(pixels, border(job, pixels, alpha), job.integer("tolerance"));
    if (box.isEmpty()) {
      throw MediaException.invalid("expected something within the border, but there is only border")
          .about("image");
    }
    return picture.crop(widened(box.get(), job.integer("margin"), picture));
  }

  private static Colour border(PictureJob job, Pixels pixels, boolean alpha) throws MediaException {
    if (alpha) {
      return Colour.TRANSPARENT;
    }
    return job.input().text("colour").isPresent()
        ? job.colour("colour")
        : new Colour(pixels.at(0, 0), pixels.at(0, 1), pixels.at(0, 2), 255);
  }

  private static Box widened(Box box, int margin, Picture picture) {
    int left = Math.max(0, box.left() - margin);
    int top = Math.max(0, box.top() - margin);
    int right = Math.min(picture.width(), box.right() + margin);
    int bottom = Math.min(picture.height(), box.bottom() + margin);
    return new Box(left, top, right - left, bottom - top);
  }
}

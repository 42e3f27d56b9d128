package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.TextStyle;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.step.OneOf;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;

/** Marks a picture as somebody's, once in a corner or all over. */
final class WatermarkStep {
  /** A mark is tiled at most so many times. */
  private static final int TILES_MAX = 2000;

  private static final StepType TYPE =
      Ports.edit(
          "image.watermark",
          "Mark a picture with a logo or words, once or all over",
          Port.of("mark", PortType.IMAGE, "A logo, best with transparency; or else text"),
          Port.of("text", PortType.TEXT, "Words instead of a logo").between(1, 200),
          Ports.colour("colour", "#ffffff", "Colour of the words"),
          Ports.text("font", TextContent.FONT, "Family name of the words' font"),
          Ports.number("size", 0.01, 1, 0.2, "Width of the mark, a share of the picture's"),
          Ports.share("opacity", 0.5, "How strong the mark is"),
          Ports.placement("position", Placement.BOTTOM_RIGHT, "Where the mark stands"),
          Ports.margin(0.04),
          Ports.flag("tiled", false, "Whether the mark is repeated all over instead"),
          Ports.number("gap", 0, 5, 0.6, "With tiled: space between marks, in widths of the mark"),
          Ports.number("angle", -180, 180, 0, "Degrees clockwise by which each mark is turned"));

  private WatermarkStep() {}

  static Step of(Imaging imaging) {
    var type = TYPE.dependingOn(imaging.typefaces().fingerprint());
    return new EditStep(
        imaging, type, "marked", WatermarkStep::edit, OneOf.required("mark", "text"));
  }

  private static Picture edit(PictureJob job, Picture picture) throws IOException, MediaException {
    int width = Math.max(8, (int) Math.round(job.number("size") * picture.width()));
    var upright = mark(job, width);
    var faint =
        Masks.applied(
            upright, Masks.even(upright.width(), upright.height(), job.number("opacity")));
    double angle = job.number("angle");
    var mark = angle == 0 ? faint : faint.rotated(angle, Colour.TRANSPARENT);
    if (job.input().flag("tiled")) {
      return tiled(job, picture, mark, (int) Math.round(width * job.number("gap")));
    }
    int margin = job.margin(picture.width(), picture.height());
    var place =
        job.placement("position")
            .place(mark.width(), mark.height(), picture.width(), picture.height(), margin);
    return picture.overlay(mark, place.left(), place.top());
  }

  private static Picture mark(PictureJob job, int width) throws IOException, MediaException {
    if (job.input().asset("mark").isPresent()) {
      return job.open("mark").resize(new Scaling(width, width, Scaling.Fit.INSIDE, true));
    }
    var style =
        new TextStyle(
            job.text("font"), true, width, job.colour("colour"), width, TextStyle.Align.CENTRE);
    try {
      return FittedText.draw(job.studio(), job.text("text"), style, 4, width, false);
    } catch (MediaException refused) {
      throw refused.orAbout("text");
    }
  }

  /** Every other row is shifted by half, as bricks are. */
  private static Picture tiled(PictureJob job, Picture picture, Picture mark, int gap)
      throws MediaException {
    int across = mark.width() + gap;
    int down = mark.height() + gap;
    long columns = picture.width() / across + 2L;
    long rows = picture.height() / down + 1L;
    if (columns * rows > TILES_MAX) {
      throw MediaException.invalid(
              "expected at most %d marks, but so small they would be %d"
                  .formatted(TILES_MAX, columns * rows))
          .about("size");
    }
    var sheet = new Mosaic(picture.width(), picture.height(), Colour.TRANSPARENT);
    var pixels = mark.pixels();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int left = column * across - (row % 2 == 0 ? 0 : across / 2) - gap / 2;
        sheet.place(pixels, left, row * down + gap / 4);
      }
    }
    return picture.overlay(sheet.picture(job.studio()), 0, 0);
  }
}

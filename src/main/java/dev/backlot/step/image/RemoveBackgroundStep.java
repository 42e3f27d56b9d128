package dev.backlot.step.image;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.cutout.Cutout;
import dev.backlot.media.cutout.CutoutModel;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Cuts a picture's main subject out of its background. */
final class RemoveBackgroundStep implements Step {
  private static final StepType TYPE =
      Ports.type(
          "image.remove-background",
          "Cut the main subject out of its background",
          List.of(
              Ports.PICTURE,
              Ports.flag(
                  "mask",
                  false,
                  "Whether to give the mask as a picture of its own: white where the subject is")),
          List.of(
              Port.of(
                      "image",
                      PortType.IMAGE,
                      "The subject on a transparent ground, a PNG of the same size")
                  .mandatory(),
              Port.of("mask", PortType.IMAGE, "The mask, if asked for"),
              Port.of(
                      "coverage",
                      PortType.NUMBER,
                      "How much of the picture the subject takes, 0 to 1")
                  .mandatory()));

  private final Imaging imaging;
  private final CutoutModel model;

  RemoveBackgroundStep(Imaging imaging, CutoutModel model) {
    this.imaging = imaging;
    this.model = model;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::cut);
  }

  private Map<String, Value> cut(PictureJob job) throws IOException, MediaException {
    var cutout = cutout(job);
    job.say(DigitalSource.ENHANCED);
    var image = job.store(job.studio().picture(cutout.pixels()), Encoding.intermediate(), "cutout");
    var mask =
        job.input().flag("mask")
            ? job.store(job.studio().picture(cutout.mask()), Encoding.intermediate(), "mask")
            : Value.none();
    return Map.of("image", image, "mask", mask, "coverage", Value.of(cutout.coverage()));
  }

  private Cutout cutout(PictureJob job) throws IOException, MediaException {
    var picture = job.open("image");
    try {
      return model.cut(picture);
    } catch (MediaException refused) {
      throw refused.about("image");
    }
  }
}

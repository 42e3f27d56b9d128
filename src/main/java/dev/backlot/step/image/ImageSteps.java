package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.cutout.CutoutModel;
import dev.backlot.step.Step;
import java.util.List;

/** The {@code image.*} family. */
public final class ImageSteps {
  private ImageSteps() {}

  /** All of them; they share the engine and the model, which stay the caller's to close. */
  public static List<Step> all(Imaging imaging, CutoutModel model) {
    return List.of(
        new InspectStep(imaging),
        new ResizeStep(imaging),
        new CropStep(imaging),
        new ConvertStep(imaging),
        new RemoveBackgroundStep(imaging, model),
        new ComposeStep(imaging),
        new TextStep(imaging));
  }
}

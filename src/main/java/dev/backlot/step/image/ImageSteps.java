package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.load.Models;
import dev.backlot.step.Step;
import java.util.List;
import java.util.stream.Stream;

/** The {@code image.*} family. */
public final class ImageSteps {
  private ImageSteps() {}

  /** What a picture looks like, for the server's own search; no step of workflows. */
  public static Step look(Imaging imaging) {
    return LookStep.of(imaging);
  }

  /** A small copy, for the server's own pages; no step of workflows. */
  public static Step small(Imaging imaging) {
    return new SmallStep(imaging);
  }

  /** All of them; they share the engine and the models, which stay the caller's to close. */
  public static List<Step> all(Imaging imaging, Models models) {
    var steps = single(imaging, models);
    return Stream.concat(steps.stream(), Stream.of(new ChainStep(imaging, steps))).toList();
  }

  private static List<Step> single(Imaging imaging, Models models) {
    return List.of(
        new InspectStep(imaging),
        new ResizeStep(imaging, models.faces()),
        new CropStep(imaging, models.faces()),
        PadStep.of(imaging),
        RotateStep.of(imaging),
        FlipStep.of(imaging),
        TrimStep.of(imaging),
        new ConvertStep(imaging),
        new RemoveBackgroundStep(imaging, models.cutout(), models.own()),
        new ComposeStep(imaging),
        new TextStep(imaging),
        WatermarkStep.of(imaging),
        new LayersStep(imaging),
        new TemplateStep(imaging),
        BlurStep.of(imaging),
        SharpenStep.of(imaging),
        GrayscaleStep.of(imaging),
        SepiaStep.of(imaging),
        TintStep.of(imaging),
        DuotoneStep.of(imaging),
        AdjustStep.of(imaging),
        AutoLevelsStep.of(imaging),
        BorderStep.of(imaging),
        RoundCornersStep.of(imaging),
        ShadowStep.of(imaging),
        ContactSheetStep.of(imaging),
        SpriteSheetStep.of(imaging),
        AnimateStep.of(imaging),
        PaletteStep.of(imaging),
        HashStep.of(imaging),
        DuplicatesStep.of(imaging),
        QualityStep.of(imaging),
        FacesStep.of(imaging, models.faces()),
        EnlargeStep.of(imaging, models.upscaler()),
        SafetyStep.of(imaging, models.safety()),
        ReadTextStep.of(imaging, models.reader()),
        new ModelStep(imaging, models.own()),
        CompareStep.of(imaging));
  }
}

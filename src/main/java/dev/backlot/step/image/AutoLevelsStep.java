package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.Tones;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;

/** Stretches the tones over the whole range. */
final class AutoLevelsStep {
  private static final StepType TYPE =
      Ports.edit(
          "image.auto-levels",
          "Stretch the tones from black to white",
          Ports.number(
              "clip", 0, 0.1, 0.004, "Share of the darkest and brightest pixels that may be lost"),
          Ports.text(
                  "channels",
                  "together",
                  "together keeps the colours; each takes away a colour cast too")
              .oneOf("together", "each"));

  private AutoLevelsStep() {}

  static Step of(Imaging imaging) {
    return new EditStep(imaging, TYPE, "levels", AutoLevelsStep::edit);
  }

  /** Tones are counted on a copy of at most this many pixels a side. */
  private static final int SIDE = 512;

  private static Picture edit(PictureJob job, Picture picture) {
    var counted = picture.resize(Scaling.inside(SIDE, SIDE)).pixels();
    double clip = job.number("clip");
    if (job.text("channels").equals("together")) {
      var levels = Levels.of(counted, clip, 0, 1, 2);
      return picture.toned(Tones.of(levels::stretched));
    }
    return picture.toned(
        Tones.of(
            Levels.of(counted, clip, 0)::stretched,
            Levels.of(counted, clip, 1)::stretched,
            Levels.of(counted, clip, 2)::stretched));
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Animation;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a moving picture of still ones. */
final class AnimateStep {
  private static final StepType TYPE =
      Ports.type(
          "image.animate",
          2,
          "Make an animated GIF or WebP of pictures",
          List.of(
              Ports.pictures(2, 200, "The frames, 2 to 200; together at most 100 megapixels"),
              Ports.text("format", "gif", "File format; WebP is smaller and keeps all colours")
                  .oneOf("gif", "webp"),
              Ports.integer("delay", 20, 60_000, 600, "Milliseconds that each frame is shown"),
              Ports.integer("loops", 0, 1000, 0, "How often it is played; 0 is for ever"),
              Ports.side(
                  "width", "Width in pixels; that of the first frame, at most 1,280, if left out"),
              Ports.side("height", "Height in pixels; follows from the first frame if left out"),
              Ports.text(
                      "fit",
                      "cover",
                      "How frames of another shape go in: cover cuts, pad keeps them whole")
                  .oneOf("cover", "pad"),
              Ports.colour(
                  "background",
                  "#ffffff",
                  "Colour behind frames that do not fill the picture; GIF is always opaque"),
              Port.of(
                      "quality",
                      PortType.INTEGER,
                      "1 (small) to 100 (best) of a WebP, 82 if left out; GIF ignores it")
                  .between(1, 100)),
          List.of(Port.of("image", PortType.IMAGE, "The animation").mandatory()));

  private AnimateStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, AnimateStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var assets = job.assets("images");
    var first = assets.getFirst();
    int width = job.input().integer("width").orElse(Math.min(1280, Math.max(1, first.width())));
    int height =
        job.input()
            .integer("height")
            .orElse(Math.max(1, Math.round((float) width * first.height() / first.width())));
    job.checkSize(width, height);
    if ((long) width * height * assets.size() > MediaLimits.PIXELS_MAX) {
      throw MediaException.invalid(
              "expected at most 100 megapixels in all frames together, but %d frames of %d x %d"
                  .formatted(assets.size(), width, height))
          .about("images");
    }
    var fit = job.text("fit").equals("cover") ? Scaling.Fit.COVER : Scaling.Fit.INSIDE;
    var scaling = new Scaling(width, height, fit, true);
    var frames = new ArrayList<Picture>();
    for (int i = 0; i < assets.size(); i++) {
      var pixels =
          job.alone("images", i, scaling, drawn -> frame(job, drawn, width, height).pixels());
      frames.add(job.studio().picture(pixels));
    }
    return Map.of("image", written(job, frames));
  }

  /** On a ground where the picture does not reach. */
  private static Picture frame(PictureJob job, Picture drawn, int width, int height)
      throws MediaException {
    var ground = job.colour("background").withAlpha(255);
    var opaque = drawn.flatten(ground);
    if (opaque.width() == width && opaque.height() == height) {
      return opaque;
    }
    var place = Placement.CENTRE.place(opaque.width(), opaque.height(), width, height, 0);
    return opaque.extend(width, height, place.left(), place.top(), ground);
  }

  private static Value written(PictureJob job, List<Picture> frames)
      throws IOException, MediaException {
    var format = Animation.Format.valueOf(job.text("format").toUpperCase(Locale.ROOT));
    var animation =
        new Animation(
            format,
            job.integer("delay"),
            job.integer("loops"),
            job.input().integer("quality").orElse(75));
    var file = job.newFile(job.text("format"));
    try {
      job.studio().animate(frames, animation, file);
    } catch (MediaException refused) {
      throw refused.about("format");
    }
    return job.keep(file, job.text("format"), "animated");
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Scaling;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Finds the colours a picture is made of. */
final class PaletteStep {
  /** Colours are counted on a copy of at most this many pixels a side. */
  private static final int SIDE = 128;

  private static final StepType TYPE =
      Ports.type(
          "image.palette",
          2,
          "Find the colours a picture is made of",
          List.of(Ports.PICTURE, Ports.integer("count", 1, 16, 5, "How many colours at most")),
          List.of(
              Ports.metric(
                  "colours",
                  PortType.JSON,
                  "Each with hex and share (0 to 1), the largest share first"),
              Ports.metric(
                  "dominant", PortType.TEXT, "The colour of the largest share, such as #c84632"),
              Ports.metric(
                  "text",
                  PortType.TEXT,
                  "#000000 or #ffffff, whichever is easier to read on the dominant colour")));

  private PaletteStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, PaletteStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var pixels = job.open("image", Scaling.inside(SIDE, SIDE)).pixels();
    var shares = Clusters.of(pixels, job.integer("count"));
    if (shares.isEmpty()) {
      throw MediaException.invalid("expected something to be seen, but all is transparent")
          .about("image");
    }
    var dominant = shares.getFirst().colour();
    return Map.of(
        "colours", new Value.ListOf(shares.stream().map(Palette.Share::value).toList()),
        "dominant", Value.of(dominant.hex()),
        "text", Value.of(dominant.isBright() ? "#000000" : "#ffffff"));
  }
}

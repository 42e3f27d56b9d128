package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Scaling;
import dev.backlot.media.TextStyle;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Shows many pictures on one. */
final class ContactSheetStep {
  private static final StepType TYPE =
      Ports.type(
          "image.contact-sheet",
          2,
          "Show many pictures on one, in rows",
          List.of(
              Ports.pictures(1, 200, "The pictures, 1 to 200"),
              Port.of(
                      "columns",
                      PortType.INTEGER,
                      "How many side by side; about as many as rows if left out")
                  .between(1, 40),
              Ports.integer(
                  "cell",
                  32,
                  2000,
                  320,
                  "Width and height of the place for each picture, in pixels"),
              Ports.integer("gap", 0, 400, 16, "Space between and around, in pixels"),
              Ports.text("label", "name", "What stands below each picture")
                  .oneOf("none", "name", "number"),
              Port.of("labels", PortType.TEXT, "Words below each picture instead, one for each")
                  .many()
                  .between(1, 200),
              Ports.colour("background", "#ffffff", "Colour of the sheet"),
              Ports.colour("colour", "#333333", "Colour of the labels"),
              Ports.format().defaultingTo(Value.of("jpeg")),
              Ports.QUALITY),
          List.of(Ports.RESULT));

  private ContactSheetStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, ContactSheetStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var assets = job.assets("images");
    var labels = job.input().list("labels");
    if (!labels.isEmpty() && labels.size() != assets.size()) {
      throw MediaException.invalid(
              "expected %d labels, one for each picture, but %d"
                  .formatted(assets.size(), labels.size()))
          .about("labels");
    }
    int columns =
        Math.min(
            assets.size(),
            job.input().integer("columns").orElse((int) Math.ceil(Math.sqrt(assets.size() * 1.3))));
    int rows = (assets.size() + columns - 1) / columns;
    int gap = job.integer("gap");
    int cell = job.integer("cell");
    int high = cell + (isLabelled(job) ? line(cell) : 0);
    job.checkSize(gap + (long) columns * (cell + gap), gap + (long) rows * (high + gap));
    var sheet = new Mosaic(gap + columns * (cell + gap), gap + rows * (high + gap), ground(job));
    for (int i = 0; i < assets.size(); i++) {
      int left = gap + i % columns * (cell + gap);
      int top = gap + i / columns * (high + gap);
      var tile =
          job.alone(
              "images",
              i,
              Scaling.inside(cell, cell),
              drawn -> drawn.flatten(ground(job)).pixels());
      sheet.place(tile, left + (cell - tile.width()) / 2, top + (cell - tile.height()) / 2);
      label(job, sheet, i, left, top + cell);
    }
    var picture = sheet.picture(job.studio()).flatten(ground(job));
    return Map.of("image", job.store(picture, job.encoding(false), "sheet"));
  }

  private static Colour ground(PictureJob job) throws MediaException {
    return job.colour("background").withAlpha(255);
  }

  private static boolean isLabelled(PictureJob job) {
    return !job.input().list("labels").isEmpty() || !job.text("label").equals("none");
  }

  /** Height of a label. */
  private static int line(int cell) {
    return Math.max(14, cell / 10);
  }

  private static void label(PictureJob job, Mosaic sheet, int index, int left, int top)
      throws MediaException {
    int cell = job.integer("cell");
    var words = isLabelled(job) ? words(job, index) : "";
    if (words.isBlank()) {
      return;
    }
    int size = Math.max(8, line(cell) * 6 / 10);
    var style =
        new TextStyle(
            TextContent.FONT, false, size, job.colour("colour"), cell * 20, TextStyle.Align.LOW);
    var drawn = job.studio().text(words, style);
    // Names that are too long for their place are made narrower rather than cut.
    var fitted = drawn.width() <= cell ? drawn : drawn.resize(Scaling.inside(cell, drawn.height()));
    var pixels = fitted.flatten(ground(job)).pixels();
    int down = (line(cell) - pixels.height()) / 2 + line(cell) / 6;
    sheet.place(pixels, left + (cell - pixels.width()) / 2, top + Math.max(0, down));
  }

  private static String words(PictureJob job, int index) {
    var labels = job.input().list("labels");
    if (!labels.isEmpty()) {
      return labels.get(index).inText().lines().findFirst().orElse("");
    }
    return job.text("label").equals("number")
        ? String.valueOf(index + 1)
        : job.assets("images").get(index).name();
  }
}

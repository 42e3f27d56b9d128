package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.model.Asset;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packs pictures into one, as games load them. */
final class SpriteSheetStep {
  private static final StepType TYPE =
      Ports.type(
          "image.sprite-sheet",
          "Pack pictures into one, with the place of each",
          List.of(
              Ports.pictures(1, 500, "The pictures, 1 to 500, each in its own size"),
              Ports.integer("padding", 0, 64, 2, "Empty pixels between the pictures"),
              Ports.integer("width_max", 16, 16_383, 2048, "Greatest width of the sheet in pixels"),
              Ports.flag(
                  "power_of_two",
                  false,
                  "Whether the sides become powers of two, as some engines want"),
              Ports.format().oneOf("png", "webp", "avif").defaultingTo(Value.of("png")),
              Ports.QUALITY),
          List.of(
              Ports.RESULT,
              Ports.metric(
                  "frames",
                  PortType.JSON,
                  "name, x, y, width and height of each picture, in the order given")));

  private SpriteSheetStep() {}

  static Step of(Imaging imaging) {
    return new WorkStep(imaging, TYPE, SpriteSheetStep::work);
  }

  private static Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var assets = job.assets("images");
    int widthMax = job.integer("width_max");
    for (int i = 0; i < assets.size(); i++) {
      if (assets.get(i).width() > widthMax) {
        throw MediaException.invalid(
                "expected at most %d pixels of width, but the picture has %d: raise width_max"
                    .formatted(widthMax, assets.get(i).width()))
            .about("images[" + i + "]");
      }
    }
    var shelf =
        Shelves.pack(assets, job.integer("padding"), widthMax, job.input().flag("power_of_two"));
    job.checkSize(shelf.width(), shelf.height());
    var sheet = new Mosaic(shelf.width(), shelf.height(), Colour.TRANSPARENT);
    var frames = new ArrayList<Value>();
    for (int i = 0; i < assets.size(); i++) {
      var place = shelf.places().get(i);
      sheet.place(job.alone("images", i, Picture::pixels), place.left(), place.top());
      frames.add(frame(assets.get(i), place));
    }
    var image = job.store(sheet.picture(job.studio()), job.encoding(true), "sprites");
    return Map.of("image", image, "frames", new Value.ListOf(frames));
  }

  private static Value frame(Asset asset, Box place) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("name", Value.of(asset.name()));
    fields.put("x", Value.of((long) place.left()));
    fields.put("y", Value.of((long) place.top()));
    fields.put("width", Value.of((long) place.width()));
    fields.put("height", Value.of((long) place.height()));
    return new Value.ObjectOf(fields);
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.face.Face;
import dev.backlot.media.face.FaceFinder;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says where faces are. */
final class FacesStep {
  private static final StepType TYPE =
      Ports.type(
          "image.faces",
          "Find faces in a picture, without telling whose they are",
          List.of(
              Ports.PICTURE,
              Ports.share(
                  "confidence_min",
                  FaceFocus.CONFIDENCE_MIN,
                  "What is found less surely than this is left out, 0.3 to 1")),
          List.of(
              Ports.metric("count", PortType.INTEGER, "How many there are"),
              Ports.metric(
                  "faces",
                  PortType.JSON,
                  "Each from brow to chin, with box (left, top, width, height in pixels) and"
                      + " confidence, the largest first"),
              Ports.metric(
                  "focus_x",
                  PortType.NUMBER,
                  "The middle of all faces, 0 (left) to 1 (right); 0.5 without one"),
              Ports.metric(
                  "focus_y",
                  PortType.NUMBER,
                  "The middle of all faces, 0 (top) to 1 (bottom); 0.5 without one")));

  private final FaceFinder finder;

  private FacesStep(FaceFinder finder) {
    this.finder = finder;
  }

  static Step of(Imaging imaging, FaceFinder finder) {
    return new WorkStep(imaging, TYPE, new FacesStep(finder)::work);
  }

  private Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var picture = job.open("image");
    var faces = finder.find(picture, job.number("confidence_min"));
    var focus = FaceFocus.of(faces);
    return Map.of(
        "count", Value.of(faces.size()),
        "faces", new Value.ListOf(faces.stream().map(face -> value(face, picture)).toList()),
        "focus_x", Value.of(focus.map(FaceFocus::x).orElse(0.5)),
        "focus_y", Value.of(focus.map(FaceFocus::y).orElse(0.5)));
  }

  private static Value value(Face face, Picture picture) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("box", Boxes.value(box(face, picture.width(), picture.height())));
    fields.put("confidence", Value.of(face.confidence()));
    return new Value.ObjectOf(fields);
  }

  private static Box box(Face face, int width, int height) {
    int left = Math.clamp(Math.round(face.left() * width), 0, width - 1);
    int top = Math.clamp(Math.round(face.top() * height), 0, height - 1);
    int right = Math.clamp(Math.round(face.right() * width), left + 1, width);
    int bottom = Math.clamp(Math.round(face.bottom() * height), top + 1, height);
    return new Box(left, top, right - left, bottom - top);
  }
}

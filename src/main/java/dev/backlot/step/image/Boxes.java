package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.model.Value;
import java.util.LinkedHashMap;

/** Rectangles as values. */
final class Boxes {
  private Boxes() {}

  /** As {@code image.crop} takes it: left, top, width, height. */
  static Value value(Box box) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("left", Value.of(box.left()));
    fields.put("top", Value.of(box.top()));
    fields.put("width", Value.of(box.width()));
    fields.put("height", Value.of(box.height()));
    return new Value.ObjectOf(fields);
  }
}

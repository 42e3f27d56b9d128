package dev.backlot.step.image;

import static dev.backlot.step.image.StepBench.list;
import static dev.backlot.step.image.StepBench.object;

import dev.backlot.model.Value;
import dev.backlot.step.StepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One way to use a step that makes pictures; the sheets of goldens have a row for each.
 *
 * @param given its parameters without the picture itself
 */
record PictureWay(String name, String step, Map<String, Value> given) {
  /** What is done by a model takes its time: it is tried on fewer files. */
  boolean slow() {
    return step.equals("image.remove-background") || name.equals("by model");
  }

  /** Each engine has a measure of its own for where most is to be seen. */
  boolean judges() {
    return List.of("smart", "entropy", "face").contains(name);
  }

  /** Letters and inks are a little different in each engine. */
  boolean words() {
    return name.contains("words") || step.equals("image.contact-sheet");
  }

  /** All parameters, with the picture where this step takes it. */
  Map<String, Value> with(StepType type, Value picture, Value other) {
    var values = new HashMap<>(given);
    if (type.parameter("images").isPresent()) {
      values.put("images", list(picture, other));
    } else if (type.parameter("image").isPresent()) {
      values.put("image", picture);
    } else {
      values.put("values", object("photo", picture));
    }
    return values;
  }

  /**
   * All of them, grouped by step.
   *
   * @param card a second picture for those that take two
   */
  static List<PictureWay> all(Value card) {
    var ways = new ArrayList<PictureWay>();
    ways.addAll(scaled());
    ways.addAll(turned());
    ways.addAll(coloured());
    ways.addAll(framed());
    ways.addAll(composed(card));
    ways.addAll(layered(card));
    ways.addAll(written());
    return ways;
  }

  private static List<PictureWay> scaled() {
    return List.of(
        way("inside", "image.resize", "width", 40),
        way("pad", "image.resize", "width", 40, "height", 40, "fit", "pad"),
        way("cover", "image.resize", "width", 40, "height", 40, "fit", "cover"),
        way("fill", "image.resize", "width", 40, "height", 40, "fit", "fill"),
        way("smart", "image.resize", "width", 40, "height", 40, "fit", "smart"),
        way("entropy", "image.resize", "width", 40, "height", 40, "fit", "entropy"),
        way("focal", "image.resize", "width", 40, "height", 40, "fit", "focal", "focus_x", 0.2),
        way("face", "image.resize", "width", 40, "height", 40, "fit", "face"),
        way("a box", "image.crop", "left", 12, "top", 8, "width", 40, "height", 30),
        way("a shape", "image.crop", "aspect", "1:1", "position", "left"),
        way("white", "image.pad", "aspect", "1:1"),
        way("transparent", "image.pad", "margin", 8, "background", "#00000000"),
        way("by itself", "image.trim"),
        way("by colour", "image.trim", "by", "colour", "margin", 2),
        way("lanczos", "image.enlarge"),
        way("by model", "image.enlarge", "method", "model"));
  }

  private static List<PictureWay> turned() {
    return List.of(
        way("a quarter", "image.rotate", "angle", 90),
        way("slightly", "image.rotate", "angle", 15, "background", "#204060"),
        way("slightly on nothing", "image.rotate", "angle", -15, "background", "#00000000"),
        way("sideways", "image.flip"),
        way("upside down", "image.flip", "axis", "vertical"));
  }

  private static List<PictureWay> coloured() {
    return List.of(
        way("soft", "image.blur", "sigma", 2),
        way("softer", "image.blur"),
        way("usual", "image.sharpen"),
        way("strong", "image.sharpen", "amount", 3),
        way("grey", "image.grayscale"),
        way("half grey", "image.grayscale", "strength", 0.5),
        way("brown", "image.sepia"),
        way("blue", "image.tint", "colour", "#3070c0"),
        way("usual", "image.duotone"),
        way("brighter", "image.adjust", "brightness", 0.4),
        way("flatter and paler", "image.adjust", "contrast", -0.4, "saturation", -0.6),
        way("stronger", "image.adjust", "contrast", 0.4, "saturation", 0.6),
        way("together", "image.auto-levels"),
        way("each", "image.auto-levels", "channels", "each", "clip", 0.05));
  }

  private static List<PictureWay> framed() {
    return List.of(
        way("red", "image.border", "width", 6, "colour", "#c02020"),
        way("transparent", "image.border", "width", 6, "colour", "#00000000"),
        way("usual", "image.round-corners", "radius", 0.3),
        way("on a ground", "image.round-corners", "radius", 0.5, "background", "#103050"),
        way("on nothing", "image.shadow", "down", 4),
        way("on white", "image.shadow", "down", 4, "background", "#ffffff"));
  }

  private static List<PictureWay> composed(Value card) {
    return List.of(
        way("alpha", "image.remove-background"),
        way("trimmed", "image.remove-background", "trim", true),
        way("on blue", "image.remove-background", "background", "#3070c0"),
        way("on a colour", "image.compose", "width", 90, "height", 90),
        way("on a picture", "image.compose", "width", 90, "height", 90, "backdrop", card),
        way("words", "image.text", "text", "Figs", "size", 24, "bold", true),
        way("a logo", "image.watermark", "mark", card, "size", 0.4),
        way("words", "image.watermark", "text", "STUDIO", "size", 0.6, "opacity", 0.9),
        way("tiled", "image.watermark", "mark", card, "tiled", true, "angle", -30),
        way("usual", "image.contact-sheet", "cell", 40, "gap", 4, "columns", 2, "label", "none"),
        way("numbers", "image.contact-sheet", "cell", 60, "columns", 2, "label", "number"),
        way("usual", "image.sprite-sheet", "width_max", 100),
        way("gif", "image.animate"),
        way("webp", "image.animate", "format", "webp"),
        way("usual", "image.compare", "other", card));
  }

  private static List<PictureWay> layered(Value card) {
    var ways = new ArrayList<PictureWay>();
    for (var mode : List.of("normal", "multiply", "screen", "overlay", "difference")) {
      var layer = object("image", card, "fit", "cover", "x", 0.3, "width", 0.7, "blend", mode);
      ways.add(way(mode, "image.layers", "layers", list(layer)));
    }
    var box = object("type", "box", "colour", "#0000ff40", "to", "#ff0000c0", "y", 0.4);
    ways.add(way("shade", "image.layers", "layers", list(box)));
    var photo = object("image", "{{photo}}", "fit", "cover");
    var words =
        object("type", "text", "text", "Figs", "colour", "#103050", "y", 0.5, "height", 0.4);
    var size = object("name", "square", "width", 80, "height", 80);
    var design = object("layers", list(photo, words), "sizes", list(size));
    ways.add(way("words on a photo", "image.template", "design", design));
    var steps =
        list(
            object("crop", object("aspect", "1:1")),
            object("resize", object("width", 40)),
            object("sharpen", object()),
            object("border", object("width", 3, "colour", "#c02020")));
    ways.add(way("several at once", "image.edit", "operations", steps));
    return ways;
  }

  private static List<PictureWay> written() {
    return List.of(
        way("first frame", "image.convert", "format", "png", "frame", 1),
        way("jpeg", "image.convert", "format", "jpeg"),
        way("jpeg on blue", "image.convert", "format", "jpeg", "background", "#3070c0"),
        way("progressive", "image.convert", "format", "jpeg", "progressive", true),
        way("png", "image.convert", "format", "png"),
        way("webp", "image.convert", "format", "webp"),
        way("webp without loss", "image.convert", "format", "webp", "lossless", true),
        way("avif", "image.convert", "format", "avif"),
        way("as small as wanted", "image.convert", "format", "jpeg", "bytes_max", 3000),
        way("second frame", "image.convert", "format", "png", "frame", 2));
  }

  private static PictureWay way(String name, String step, Object... given) {
    return new PictureWay(name, step, object(given).fields());
  }
}

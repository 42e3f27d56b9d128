package dev.backlot.step.image;

import dev.backlot.media.BlendMode;
import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.Shadow;
import dev.backlot.model.Asset;
import java.io.IOException;
import java.util.Optional;

/**
 * One layer: what it shows, the box it is shown in, and how. All lengths are shares of the canvas,
 * so that one layer serves every size: across of its width, down of its height, and radius, blur
 * and size of letters of its shorter side.
 *
 * @param place the content's place within the box where it does not fill it
 * @param angle degrees clockwise, around the box's middle
 */
record Layer(
    Content content,
    Frame frame,
    Placement place,
    double radius,
    Optional<Asset> mask,
    double angle,
    double opacity,
    Optional<LayerShadow> shadow,
    BlendMode blend,
    String path) {

  /** Something that can be drawn within a box of so many pixels. */
  interface Content {
    Picture draw(LayerCanvas canvas, int width, int height, Placement place)
        throws IOException, MediaException;
  }

  /** A box in shares of the canvas. */
  record Frame(double x, double y, double width, double height) {
    static Frame read(Spec spec) throws MediaException {
      double x = spec.number("x", -1, 1, 0);
      double y = spec.number("y", -1, 1, 0);
      return new Frame(
          x,
          y,
          spec.number("width", 0.001, 2, Math.max(0.001, 1 - Math.max(0, x))),
          spec.number("height", 0.001, 2, Math.max(0.001, 1 - Math.max(0, y))));
    }
  }

  /** The shadow of a layer in shares of the canvas's shorter side. */
  record LayerShadow(double blur, double opacity, double right, double down, Colour colour) {
    static Optional<LayerShadow> read(Spec layer) throws MediaException {
      var object = layer.object("shadow");
      if (object.isEmpty()) {
        return Optional.empty();
      }
      var spec = object.get();
      var shadow =
          new LayerShadow(
              spec.number("blur", 0, 0.2, 0.015),
              spec.number("opacity", 0, 1, 0.4),
              spec.number("right", -0.5, 0.5, 0),
              spec.number("down", -0.5, 0.5, 0.01),
              spec.colour("colour", Colour.BLACK));
      spec.done();
      return Optional.of(shadow);
    }
  }

  static Layer read(Spec spec) throws MediaException {
    var content = content(spec);
    spec.text("id");
    spec.flag("hidden", false);
    var layer =
        new Layer(
            content,
            Frame.read(spec),
            Placement.parse(spec.oneOf("position", "centre", Placement.words())),
            spec.number("radius", 0, 0.5, 0),
            spec.image("mask"),
            spec.number("angle", -360, 360, 0),
            spec.number("opacity", 0, 1, 1),
            LayerShadow.read(spec),
            BlendMode.parse(spec.oneOf("blend", "normal", BlendMode.words())),
            spec.path());
    spec.done();
    return layer;
  }

  private static Content content(Spec spec) throws MediaException {
    return switch (spec.oneOf("type", "image", "image", "text", "box")) {
      case "text" -> TextContent.read(spec);
      case "box" -> BoxContent.read(spec);
      default -> ImageContent.read(spec);
    };
  }

  /** The canvas with this layer on it. */
  Picture on(LayerCanvas canvas, Picture below) throws IOException, MediaException {
    int width = Math.max(1, (int) Math.round(frame.width * canvas.width()));
    int height = Math.max(1, (int) Math.round(frame.height * canvas.height()));
    try {
      canvas.claim(width, height);
    } catch (MediaException tooLarge) {
      throw tooLarge.about(path + ".width");
    }
    var drawn = shaped(canvas, content.draw(canvas, width, height, place));
    int left = (int) Math.round(frame.x * canvas.width());
    int top = (int) Math.round(frame.y * canvas.height());
    var spot = place.place(drawn.width(), drawn.height(), width, height, 0);
    return laid(canvas, below, drawn, left + spot.left(), top + spot.top());
  }

  private Picture shaped(LayerCanvas canvas, Picture drawn) throws IOException, MediaException {
    var shaped = drawn;
    if (radius > 0) {
      var corners = Masks.rounded(drawn.width(), drawn.height(), radius * canvas.shorter());
      shaped = Masks.applied(shaped, corners);
    }
    if (mask.isPresent()) {
      var picture = canvas.open(mask.get());
      var fitted = picture.resize(Scaling.exactly(drawn.width(), drawn.height()));
      shaped = Masks.applied(shaped, Masks.of(fitted.pixels()));
    }
    return opacity == 1
        ? shaped
        : Masks.applied(shaped, Masks.even(drawn.width(), drawn.height(), opacity));
  }

  private Picture laid(LayerCanvas canvas, Picture below, Picture drawn, int left, int top) {
    var turned = angle == 0 ? drawn : drawn.rotated(angle, Colour.TRANSPARENT);
    int x = left - (turned.width() - drawn.width()) / 2;
    int y = top - (turned.height() - drawn.height()) / 2;
    var ground = shadow.isPresent() ? shaded(canvas, below, turned, x, y, shadow.get()) : below;
    return ground.blend(turned, x, y, blend);
  }

  private static Picture shaded(
      LayerCanvas canvas, Picture below, Picture drawn, int left, int top, LayerShadow cast) {
    double unit = canvas.shorter();
    var shadow = new Shadow(Math.min(400, cast.blur * unit), cast.opacity, cast.colour);
    int x = left + (int) Math.round(cast.right * unit) - shadow.margin();
    int y = top + (int) Math.round(cast.down * unit) - shadow.margin();
    return below.overlay(drawn.shadow(shadow), x, y);
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.model.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layered design in one of its sizes.
 *
 * @param name unique among the sizes
 */
record Design(String name, int width, int height, Colour background, List<Layer> layers) {
  static final int SIZES_MAX = 50;
  static final int LAYERS_MAX = 50;

  /** Most layers of all sizes together that one step draws. */
  static final int DRAWN_MAX = 1000;

  /**
   * Every size of a design, or else the first mistake by its place.
   *
   * @param draft whether variables may still be open
   */
  static List<Design> read(Value value, boolean draft) throws MediaException {
    var spec = Spec.of(value, "design", draft);
    var layers = spec.objects("layers", 1, LAYERS_MAX);
    var background = spec.colour("background", Colour.WHITE);
    var sizes = new ArrayList<Design>();
    var names = new HashSet<String>();
    for (var size : spec.objects("sizes", 1, SIZES_MAX)) {
      var design = sized(size, layers, background, sizes.size() + 1);
      if (!names.add(design.name)) {
        throw size.wrong("name", "expected a name of its own, but '" + design.name + "' is taken");
      }
      sizes.add(design);
    }
    spec.done();
    return List.copyOf(sizes);
  }

  private static Design sized(Spec size, List<Spec> layers, Colour background, int number)
      throws MediaException {
    int width = side(size, "width");
    int height = side(size, "height");
    var name = size.text("name", "size-" + number);
    if (!name.matches("[\\w][\\w .-]{0,59}")) {
      throw size.wrong("name", "expected up to 60 letters, digits, dots and dashes, but " + name);
    }
    var design =
        new Design(name, width, height, size.colour("background", background), drawn(size, layers));
    size.done();
    return design;
  }

  private static int side(Spec size, String field) throws MediaException {
    size.required(field);
    return size.integer(field, 1, MediaLimits.SIDE_MAX, 1);
  }

  /** The layers that this size shows, each as the size wants it. */
  private static List<Layer> drawn(Spec size, List<Spec> layers) throws MediaException {
    var changes = size.object("layers");
    var drawn = new ArrayList<Layer>();
    var ids = new HashSet<String>();
    for (var layer : layers) {
      var id = layer.text("id", "");
      if (!id.isEmpty() && !ids.add(id)) {
        throw layer.wrong("id", "expected an id of its own, but '" + id + "' is taken");
      }
      var changed = changes.isPresent() ? changed(layer, id, changes.get()) : layer;
      if (!changed.flag("hidden", false)) {
        drawn.add(Layer.read(changed));
      }
    }
    if (changes.isPresent()) {
      changes.get().done();
    }
    return List.copyOf(drawn);
  }

  private static Spec changed(Spec layer, String id, Spec changes) throws MediaException {
    var change = id.isEmpty() ? Optional.<Spec>empty() : changes.object(id);
    if (change.isEmpty()) {
      return layer;
    }
    Map<String, Value> fields = new LinkedHashMap<>(layer.fields());
    fields.putAll(change.get().fields());
    return Spec.of(new Value.ObjectOf(fields), change.get().path(), layer.isDraft());
  }

  Picture draw(LayerCanvas canvas) throws IOException, MediaException {
    var picture = canvas.studio().canvas(width, height, background);
    for (var layer : layers) {
      picture = layer.on(canvas, picture);
    }
    return picture;
  }
}

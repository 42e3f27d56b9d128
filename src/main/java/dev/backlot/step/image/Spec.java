package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An object within a parameter, read field by field; every complaint names the field by its path,
 * such as {@code design.layers[2].opacity}.
 *
 * <p>A draft is checked before its variables are known: a text that still holds one is taken for
 * the field's default.
 */
final class Spec {
  private final Map<String, Value> fields;
  private final String path;
  private final boolean draft;
  private final TreeSet<String> known = new TreeSet<>();

  private Spec(Map<String, Value> fields, String path, boolean draft) {
    this.fields = fields;
    this.path = path;
    this.draft = draft;
  }

  static Spec of(Value value, String path, boolean draft) throws MediaException {
    if (value instanceof Value.ObjectOf(var fields)) {
      return new Spec(fields, path, draft);
    }
    throw MediaException.invalid("expected an object, but " + value.kind()).about(path);
  }

  String path() {
    return path;
  }

  boolean isDraft() {
    return draft;
  }

  boolean has(String field) {
    return value(field).isPresent();
  }

  Optional<Value> value(String field) {
    known.add(field);
    var value = fields.get(field);
    return value == null || value instanceof Value.Null || (draft && Variables.isOpen(value))
        ? Optional.empty()
        : Optional.of(value);
  }

  Value required(String field) throws MediaException {
    known.add(field);
    var value = fields.get(field);
    if (value == null || value instanceof Value.Null) {
      throw wrong(field, "expected a value, but there is none");
    }
    return value;
  }

  Optional<String> text(String field) throws MediaException {
    var value = value(field);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.get()) {
      case Value.Text(var text) -> Optional.of(text);
      case Value.Int _, Value.Num _ -> Optional.of(value.get().inText());
      default -> throw wrong(field, "expected text, but " + value.get().kind());
    };
  }

  String text(String field, String fallback) throws MediaException {
    return text(field).orElse(fallback);
  }

  String oneOf(String field, String fallback, String... words) throws MediaException {
    var word = text(field, fallback);
    if (!Arrays.asList(words).contains(word)) {
      throw wrong(field, "expected one of " + String.join(", ", words) + ", but '" + word + "'");
    }
    return word;
  }

  double number(String field, double least, double most, double fallback) throws MediaException {
    double number =
        switch (value(field).orElse(Value.of(fallback))) {
          case Value.Int(var whole) -> whole;
          case Value.Num(var real) -> real;
          case Value other -> throw wrong(field, "expected a number, but " + other.kind());
        };
    if (number < least || number > most) {
      throw wrong(
          field,
          "expected %s to %s, but %s"
              .formatted(
                  Value.of(least).inText(), Value.of(most).inText(), Value.of(number).inText()));
    }
    return number;
  }

  int integer(String field, int least, int most, int fallback) throws MediaException {
    double number = number(field, least, most, fallback);
    if (number != Math.rint(number)) {
      throw wrong(field, "expected a whole number, but " + number);
    }
    return (int) number;
  }

  boolean flag(String field, boolean fallback) throws MediaException {
    return switch (value(field).orElse(Value.of(fallback))) {
      case Value.Bool(var bool) -> bool;
      case Value other -> throw wrong(field, "expected true or false, but " + other.kind());
    };
  }

  Colour colour(String field, Colour fallback) throws MediaException {
    var text = text(field);
    if (text.isEmpty()) {
      return fallback;
    }
    return Colour.parse(text.get())
        .orElseThrow(() -> wrong(field, Checks.colourExpected(text.get())));
  }

  /** A picture in the asset store. */
  Optional<Asset> image(String field) throws MediaException {
    var value = value(field);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Value.Media(var asset)) {
      return Optional.of(asset);
    }
    throw wrong(field, "expected an image, but " + value.get().kind());
  }

  Optional<Spec> object(String field) throws MediaException {
    var value = value(field);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(of(value.get(), path + "." + field, draft));
  }

  /** The objects of a list. */
  List<Spec> objects(String field, int least, int most) throws MediaException {
    var value = value(field).orElse(new Value.ListOf(List.of()));
    if (!(value instanceof Value.ListOf(var items))) {
      throw wrong(field, "expected a list, but " + value.kind());
    }
    if (items.size() < least || items.size() > most) {
      throw wrong(field, "expected %d to %d items, but %d".formatted(least, most, items.size()));
    }
    var objects = new ArrayList<Spec>();
    for (var item : items) {
      objects.add(of(item, path + "." + field + "[" + objects.size() + "]", draft));
    }
    return objects;
  }

  Map<String, Value> fields() {
    return fields;
  }

  /** Refuses every field that nobody asked for. */
  void done() throws MediaException {
    for (var field : fields.keySet()) {
      if (!known.contains(field)) {
        throw wrong(field, "there is no such field; expected one of " + String.join(", ", known));
      }
    }
  }

  MediaException wrong(String field, String message) {
    return MediaException.invalid(message).about(path + "." + field);
  }
}

package dev.backlot.definition;

import dev.backlot.model.Nearest;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of the file under its path. Reading it as something it is not notes a problem and gives
 * nothing, so that the rest is still checked.
 */
record Field(String path, Place key, Node node, Problems problems) {
  /** {@code [2]} or {@code .name}, the dot left out at the start. */
  private static final Pattern PART = Pattern.compile("\\[(\\d{1,6})\\]|\\.?([^.\\[]+)");

  Field child(String name, Node.Entry entry) {
    return new Field(
        path.isEmpty() ? name : path + "." + name, entry.key(), entry.value(), problems);
  }

  Field item(int index, Node item) {
    return new Field(path + "[" + index + "]", item.place(), item, problems);
  }

  /**
   * Refuses what stands at a path within this field, such as {@code [2].blur.sigma}; where the file
   * does not go that far, what is nearest above it, naming the rest.
   */
  void refuseWithin(String within, String message) {
    var part = PART.matcher(within);
    if (!part.lookingAt()) {
      refuse(message);
      return;
    }
    part(part.group(1), part.group(2))
        .ifPresentOrElse(
            next -> next.refuseWithin(within.substring(part.end()), message),
            () -> refuse(within.substring(part.start(2) < 0 ? 0 : part.start(2)) + ": " + message));
  }

  private Optional<Field> part(@Nullable String index, @Nullable String name) {
    return switch (node) {
      case Node.Mapping mapping when name != null ->
          Optional.ofNullable(mapping.entries().get(name)).map(entry -> child(name, entry));
      case Node.Sequence(_, var items)
          when index != null && Integer.parseInt(index) < items.size() ->
          Optional.of(item(Integer.parseInt(index), items.get(Integer.parseInt(index))));
      default -> Optional.empty();
    };
  }

  void refuse(String message) {
    refuse(node.place(), message);
  }

  void refuse(Place place, String message) {
    problems.add(place, path, message);
  }

  /** Where a letter of this field's text stands, as exactly as the file's notation allows. */
  Place placeAt(int offset) {
    return node instanceof Node.Scalar scalar ? scalar.at(offset) : node.place();
  }

  boolean isNothing() {
    return node instanceof Node.Scalar scalar && scalar.value() instanceof Value.Null;
  }

  /** The fields of a mapping in file order; nothing where it is no mapping. */
  Map<String, Field> fields() {
    if (!(node instanceof Node.Mapping mapping)) {
      mistyped("a mapping");
      return Map.of();
    }
    var fields = new LinkedHashMap<String, Field>();
    mapping.entries().forEach((name, entry) -> fields.put(name, child(name, entry)));
    return fields;
  }

  /** The fields of a mapping that knows only these keys. */
  Map<String, Field> fields(Collection<String> known) {
    var fields = fields();
    fields.forEach(
        (name, field) -> {
          if (!known.contains(name)) {
            refuse(field.key(), "unknown key '" + name + "'" + Nearest.hint(name, known));
          }
        });
    return fields;
  }

  List<Field> items() {
    if (!(node instanceof Node.Sequence(_, var nodes))) {
      mistyped("a list");
      return List.of();
    }
    var items = new ArrayList<Field>();
    nodes.forEach(item -> items.add(item(items.size(), item)));
    return items;
  }

  Optional<String> text() {
    return node.value() instanceof Value.Text(var text) ? Optional.of(text) : mistyped("text");
  }

  Optional<Boolean> flag() {
    return node.value() instanceof Value.Bool(var bool)
        ? Optional.of(bool)
        : mistyped("true or false");
  }

  Optional<Long> integer() {
    return node.value() instanceof Value.Int(var number)
        ? Optional.of(number)
        : mistyped("an integer");
  }

  OptionalDouble number() {
    return switch (node.value()) {
      case Value.Int(var number) -> OptionalDouble.of((double) number);
      case Value.Num(var number) -> OptionalDouble.of(number);
      default -> {
        mistyped("a number");
        yield OptionalDouble.empty();
      }
    };
  }

  /** One of a few words. */
  <E> Optional<E> choice(Map<String, E> words) {
    var word = text();
    var found = word.flatMap(text -> Optional.ofNullable(words.get(text)));
    if (word.isPresent() && found.isEmpty()) {
      refuse(
          "expected one of "
              + String.join(", ", words.keySet())
              + ", but '"
              + word.get()
              + "'"
              + Nearest.hint(word.get(), words.keySet()));
    }
    return found;
  }

  /** An integer within limits. */
  Optional<Integer> integer(int least, int most, String what) {
    var number = integer();
    if (number.filter(n -> n < least || n > most).isPresent()) {
      refuse("expected %d to %d %s, but %d".formatted(least, most, what, number.get()));
      return Optional.empty();
    }
    return number.map(Math::toIntExact);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // always empty
  <T> Optional<T> mistyped(String expected) {
    refuse("expected " + expected + ", but " + node.kind());
    return Optional.empty();
  }
}

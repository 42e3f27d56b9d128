package dev.backlot.definition;

import dev.backlot.model.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document as a tree, with places. */
sealed interface Node {
  Place place();

  /**
   * A single value.
   *
   * @param text as written, without quotes
   * @param isInline whether the text stands letter by letter in one line, so that a place in it is
   *     exact
   * @param inset columns from the place to the text's first letter
   */
  record Scalar(Place place, Value value, String text, boolean isInline, int inset)
      implements Node {
    Place at(int offset) {
      return isInline ? place.plus(inset + offset) : place;
    }
  }

  record Sequence(Place place, List<Node> items) implements Node {}

  record Mapping(Place place, Map<String, Entry> entries) implements Node {}

  /** A value and where its key stands. */
  record Entry(Place key, Node value) {}

  /** What it is, in the words of an error message. */
  default String kind() {
    return switch (this) {
      case Scalar(_, var value, _, _, _) -> value.kind();
      case Sequence _ -> "a list";
      case Mapping _ -> "a mapping";
    };
  }

  default Value value() {
    return switch (this) {
      case Scalar scalar -> scalar.value;
      case Sequence(_, var items) -> new Value.ListOf(items.stream().map(Node::value).toList());
      case Mapping(_, var entries) -> object(entries);
    };
  }

  private static Value object(Map<String, Entry> entries) {
    var fields = new LinkedHashMap<String, Value>();
    entries.forEach((name, entry) -> fields.put(name, entry.value().value()));
    return new Value.ObjectOf(fields);
  }
}

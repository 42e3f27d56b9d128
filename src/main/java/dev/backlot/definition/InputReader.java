package dev.backlot.definition;

import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the declaration of one input: {@code photo: image}, {@code photos: [image]}, or a mapping.
 */
final class InputReader {
  static final List<String> KEYS =
      List.of("type", "required", "default", "allowed", "min", "max", "description");

  private InputReader() {}

  /**
   * A declaration that cannot be read becomes a port that takes anything, so its readers are not
   * blamed.
   */
  static Port read(String name, Field field) {
    if (!(field.node() instanceof Node.Mapping)) {
      return typed(name, field).map(Port::mandatory).orElseGet(() -> anything(name));
    }
    var fields = field.fields(KEYS);
    var type = fields.get("type");
    if (type == null) {
      field.refuse(field.key(), "missing 'type', one of " + String.join(", ", typeWords()));
      return anything(name);
    }
    return typed(name, type).map(port -> detailed(port, fields)).orElseGet(() -> anything(name));
  }

  private static Port anything(String name) {
    return Port.of(name, PortType.JSON, "");
  }

  private static Optional<Port> typed(String name, Field field) {
    if (field.node() instanceof Node.Sequence(_, var items)) {
      return items.size() == 1
          ? typed(name, field.item(0, items.getFirst())).map(Port::many)
          : field.mistyped("a type, or one type in brackets such as [image]");
    }
    var word = field.text();
    var type = word.flatMap(PortType::parse);
    if (word.isPresent() && type.isEmpty()) {
      var hint =
          Nearest.to(word.get(), typeWords()).map(found -> ", did you mean '" + found + "'?");
      field.refuse(
          "unknown type '"
              + word.get()
              + "'"
              + hint.orElse(", expected one of " + String.join(", ", typeWords())));
    }
    return type.map(found -> Port.of(name, found, ""));
  }

  static List<String> typeWords() {
    return PortType.ofInputs().stream().map(PortType::word).toList();
  }

  private static Port detailed(Port bare, Map<String, Field> fields) {
    var limited = limited(bare, fields);
    var allowed = find(fields, "allowed").map(field -> allowed(limited, field)).orElse(List.of());
    var described = find(fields, "description").flatMap(Field::text).orElse("");
    var port = port(limited, Optional.empty(), allowed, described, false);
    var fallback = find(fields, "default").flatMap(field -> fallback(port, field));
    return port(limited, fallback, allowed, described, required(fields));
  }

  private static Port port(
      Port limited,
      Optional<Value> fallback,
      List<Value> allowed,
      String description,
      boolean required) {
    return new Port(
        limited.name(),
        limited.type(),
        limited.list(),
        required,
        fallback,
        allowed,
        limited.min(),
        limited.max(),
        description);
  }

  private static boolean required(Map<String, Field> fields) {
    boolean hasDefault = fields.containsKey("default");
    var field = fields.get("required");
    if (field == null) {
      return !hasDefault;
    }
    boolean required = field.flag().orElse(false);
    if (required && hasDefault) {
      field.refuse("an input with a default is never missing, remove 'required' or 'default'");
    }
    return required;
  }

  private static Port limited(Port bare, Map<String, Field> fields) {
    var min = limit(bare, fields, "min");
    var max = limit(bare, fields, "max");
    if (min.isPresent() && max.isPresent() && min.getAsDouble() > max.getAsDouble()) {
      find(fields, "min").ifPresent(field -> field.refuse("expected a min of at most the max"));
      return bare;
    }
    return new Port(
        bare.name(), bare.type(), bare.list(), false, Optional.empty(), List.of(), min, max, "");
  }

  private static OptionalDouble limit(Port port, Map<String, Field> fields, String key) {
    var field = fields.get(key);
    if (field == null) {
      return OptionalDouble.empty();
    }
    boolean meaningful =
        port.list()
            || switch (port.type()) {
              case NUMBER, INTEGER, TEXT -> true;
              case IMAGE, VIDEO, AUDIO, FILE, BOOLEAN, JSON, CHECKS, CASES -> false;
            };
    if (!meaningful) {
      field.refuse(field.key(), "'" + key + "' has no meaning for " + port.expectation());
      return OptionalDouble.empty();
    }
    return field.number();
  }

  private static List<Value> allowed(Port port, Field field) {
    if (port.type().isMedia() || port.type() == PortType.JSON || port.type() == PortType.BOOLEAN) {
      field.refuse(field.key(), "'allowed' has no meaning for " + port.expectation());
      return List.of();
    }
    var values = new ArrayList<Value>();
    field.items().forEach(item -> value(port.item(), item).ifPresent(values::add));
    return values;
  }

  private static Optional<Value> fallback(Port port, Field field) {
    if (field.node() instanceof Node.Scalar scalar && Splice.hasSigns(scalar.text())) {
      field.refuse("a default cannot hold an expression");
      return Optional.empty();
    }
    return value(port, field);
  }

  private static Optional<Value> value(Port port, Field field) {
    if (field.isNothing()) {
      return field.mistyped(port.expectation());
    }
    var value = port.type().isMedia() ? sources(field.node().value()) : field.node().value();
    return switch (PortCheck.check(port, value)) {
      case PortCheck.Fits(var fit) -> Optional.of(fit);
      case PortCheck.Misfit(var message) -> {
        field.refuse(
            message
                + (port.type().isMedia()
                    ? "; a file is named by its file: or http(s): address"
                    : ""));
        yield Optional.empty();
      }
    };
  }

  /** A file's address as a default: brought in when a run starts. */
  private static Value sources(Value value) {
    return switch (value) {
      case Value.Text(var text) when text.matches("(file|https?):.+") -> new Value.Source(text);
      case Value.ListOf(var items) ->
          new Value.ListOf(items.stream().map(InputReader::sources).toList());
      default -> value;
    };
  }

  private static Optional<Field> find(Map<String, Field> fields, String key) {
    return Optional.ofNullable(fields.get(key));
  }
}

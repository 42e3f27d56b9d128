package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Puts values where a design names them: a text that is one variable becomes its value, of any
 * kind; within a longer text its words are put in.
 */
final class Variables {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([a-zA-Z_][\\w-]*)\\s*}}");

  private final Map<String, Value> values;

  Variables(Map<String, Value> values) {
    this.values = values;
  }

  static boolean isOpen(Value value) {
    return value instanceof Value.Text(var text) && VARIABLE.matcher(text).find();
  }

  /** The value with all variables put in; one that nobody gave is refused by its place. */
  Value in(Value value, String path) throws MediaException {
    return switch (value) {
      case Value.Text(var text) -> text(text, path);
      case Value.ListOf(var items) -> {
        var put = new ArrayList<Value>();
        for (var item : items) {
          put.add(in(item, path + "[" + put.size() + "]"));
        }
        yield new Value.ListOf(put);
      }
      case Value.ObjectOf(var fields) -> {
        var put = new LinkedHashMap<String, Value>();
        for (var field : fields.entrySet()) {
          put.put(field.getKey(), in(field.getValue(), path + "." + field.getKey()));
        }
        yield new Value.ObjectOf(put);
      }
      default -> value;
    };
  }

  private Value text(String text, String path) throws MediaException {
    var whole = VARIABLE.matcher(text);
    if (whole.matches()) {
      return named(whole.group(1), path);
    }
    var parts = VARIABLE.matcher(text);
    var put = new StringBuilder();
    int from = 0;
    while (parts.find()) {
      put.append(text, from, parts.start()).append(named(parts.group(1), path).inText());
      from = parts.end();
    }
    return Value.of(put.append(text.substring(from)).toString());
  }

  private Value named(String name, String path) throws MediaException {
    var value = values.get(name);
    if (value == null) {
      throw MediaException.invalid(
              values.isEmpty()
                  ? "there is no value '%s'; none is given".formatted(name)
                  : "there is no value '%s'; given are %s"
                      .formatted(name, String.join(", ", new TreeSet<>(values.keySet()))))
          .about(path);
    }
    return value;
  }
}

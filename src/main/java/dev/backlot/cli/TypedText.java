package dev.backlot.cli;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;

/** Text from the command line or a CSV cell as the value its input expects. */
final class TypedText {
  private TypedText() {}

  static Value read(Port port, String text) throws InputItems.UnusableException, IOException {
    if (port.type().isMedia()) {
      var given = port.list() ? names(port, text) : Value.of(text);
      return InputItems.files(Path.of(""), port, given);
    }
    if (port.list() && !text.startsWith("[")) {
      var values = new ArrayList<Value>();
      for (var item : text.split(",", -1)) {
        values.add(single(port, item.strip()));
      }
      return new Value.ListOf(values);
    }
    return port.list() ? json(port, text) : single(port, text);
  }

  /** The names in a list of files: between commas, or as a JSON array. */
  static Value names(Port port, String text) throws InputItems.UnusableException {
    if (text.startsWith("[")) {
      return json(port, text);
    }
    var names = Arrays.stream(text.split(",", -1)).map(String::strip);
    return new Value.ListOf(names.filter(name -> !name.isEmpty()).map(Value::of).toList());
  }

  private static Value single(Port port, String text) throws InputItems.UnusableException {
    return port.type() == PortType.TEXT ? Value.of(text) : json(port, text);
  }

  private static Value json(Port port, String text) throws InputItems.UnusableException {
    try {
      return ValueJson.read(Json.parse(text));
    } catch (JsonProblem _) {
      throw new InputItems.UnusableException(
          "inputs." + port.name() + ": expected " + port.expectation() + ", but '" + text + "'");
    }
  }
}

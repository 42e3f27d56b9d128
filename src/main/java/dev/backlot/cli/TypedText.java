package dev.backlot.cli;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Port;
import dev.backlot.model.Value;
import java.nio.file.Path;
import java.util.Arrays;

/** Text from the command line or a CSV cell as the value its input expects. */
final class TypedText {
  private TypedText() {}

  static Value read(Port port, String text) throws InputItems.UnusableException {
    if (port.list() && !text.startsWith("[")) {
      var items = Arrays.asList(text.split(",", -1));
      var values = new java.util.ArrayList<Value>();
      for (var item : items) {
        values.add(single(port, item.strip()));
      }
      return new Value.ListOf(values);
    }
    return port.list() ? json(port, text) : single(port, text);
  }

  private static Value single(Port port, String text) throws InputItems.UnusableException {
    return switch (port.type()) {
      case IMAGE, VIDEO, AUDIO, FILE -> InputItems.source(Path.of(text));
      case TEXT -> Value.of(text);
      case INTEGER, NUMBER, BOOLEAN, JSON, CHECKS, CASES -> json(port, text);
    };
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

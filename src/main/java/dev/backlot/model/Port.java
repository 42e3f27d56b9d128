package dev.backlot.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A named, typed place where a value enters or leaves: a workflow's input, a step's parameter or
 * output.
 *
 * @param list whether it holds a list of {@code type}
 * @param fallback the value used when none is given
 * @param allowed the only values accepted; empty means any
 * @param min smallest number, shortest text, or fewest items of a list
 * @param max greatest number, longest text, or most items of a list
 */
public record Port(
    String name,
    PortType type,
    boolean list,
    boolean required,
    Optional<Value> fallback,
    List<Value> allowed,
    OptionalDouble min,
    OptionalDouble max,
    String description) {

  public Port {
    allowed = List.copyOf(allowed);
  }

  public static Port of(String name, PortType type, String description) {
    return new Port(
        name,
        type,
        false,
        false,
        Optional.empty(),
        List.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        description);
  }

  public Port mandatory() {
    return new Port(name, type, list, true, fallback, allowed, min, max, description);
  }

  public Port many() {
    return new Port(name, type, true, required, fallback, allowed, min, max, description);
  }

  public Port defaultingTo(Value value) {
    return new Port(name, type, list, required, Optional.of(value), allowed, min, max, description);
  }

  public Port oneOf(String... words) {
    var values = java.util.Arrays.stream(words).map(Value::of).toList();
    return new Port(name, type, list, required, fallback, values, min, max, description);
  }

  public Port between(double least, double most) {
    return new Port(
        name,
        type,
        list,
        required,
        fallback,
        allowed,
        OptionalDouble.of(least),
        OptionalDouble.of(most),
        description);
  }

  /** What each item of a list has to be. */
  public Port item() {
    var none = OptionalDouble.empty();
    return new Port(name, type, false, false, Optional.empty(), allowed, none, none, description);
  }

  /** "a list of images", "text", "an integer": for error messages. */
  public String expectation() {
    if (list) {
      return switch (type) {
        case JSON, CHECKS, CASES -> "a list";
        case AUDIO, TEXT -> "a list of " + type.word();
        default -> "a list of " + type.word() + "s";
      };
    }
    return switch (type) {
      case IMAGE, INTEGER -> "an " + type.word();
      case AUDIO -> "audio";
      case TEXT -> "text";
      case JSON -> "any value";
      case CHECKS -> "a list of checks";
      case CASES -> "a list of cases";
      default -> "a " + type.word();
    };
  }
}

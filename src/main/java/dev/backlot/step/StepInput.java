package dev.backlot.step;

import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An attempt's parameters after bindings were evaluated, checked against the declared ports and
 * filled with their defaults: a declared type can be relied upon.
 */
public record StepInput(Map<String, Value> values) {

  public Optional<Value> value(String name) {
    var value = values.get(name);
    return value == null || value instanceof Value.Null ? Optional.empty() : Optional.of(value);
  }

  public Optional<String> text(String name) {
    return value(name).map(value -> as(Value.Text.class, name, value).value());
  }

  public Optional<Integer> integer(String name) {
    return value(name).map(value -> Math.toIntExact(as(Value.Int.class, name, value).value()));
  }

  public Optional<Double> number(String name) {
    return value(name)
        .map(
            value ->
                value instanceof Value.Int(var whole)
                    ? (double) whole
                    : as(Value.Num.class, name, value).value());
  }

  public boolean flag(String name) {
    return value(name).map(value -> as(Value.Bool.class, name, value).value()).orElse(false);
  }

  public Optional<Asset> asset(String name) {
    return value(name).map(value -> as(Value.Media.class, name, value).asset());
  }

  public List<Value> list(String name) {
    return value(name)
        .map(value -> value instanceof Value.ListOf(var items) ? items : List.of(value))
        .orElse(List.of());
  }

  /** A declared default or a mandatory parameter is always there; anything else is our defect. */
  public static <T> T present(Optional<T> value) {
    return value.orElseThrow(
        () -> new IllegalStateException("parameter has neither value nor default"));
  }

  private static <T extends Value> T as(Class<T> kind, String name, Value value) {
    if (!kind.isInstance(value)) {
      throw new IllegalStateException(
          "parameter " + name + " was checked, yet holds " + value.kind());
    }
    return kind.cast(value);
  }
}

package dev.backlot.step;

import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An attempt's parameters after bindings were evaluated, checked against the declared ports and filled
 * with their defaults: a declared type can be relied upon.
 */
public record StepInput(Map<String, Value> values) {

  public Optional<Value> value(String name) {
    var value = values.get(name);
    return value == null || value instanceof Value.Null ? Optional.empty() : Optional.of(value);
  }

  public Optional<String> text(String name) {
    return value(name).map(value -> value instanceof Value.Text(var text) ? text : wrong(name, value));
  }

  public Optional<Integer> integer(String name) {
    return value(name)
        .map(value -> value instanceof Value.Int(var number) ? Math.toIntExact(number) : wrong(name, value));
  }

  public Optional<Double> number(String name) {
    return value(name)
        .map(
            value ->
                switch (value) {
                  case Value.Int(var number) -> (double) number;
                  case Value.Num(var number) -> number;
                  default -> StepInput.<Double>wrong(name, value);
                });
  }

  public boolean flag(String name) {
    return value(name).map(value -> value instanceof Value.Bool(var bool) && bool).orElse(false);
  }

  public Optional<Asset> asset(String name) {
    return value(name).map(value -> value instanceof Value.Media(var asset) ? asset : wrong(name, value));
  }

  public List<Value> list(String name) {
    return value(name)
        .map(value -> value instanceof Value.ListOf(var items) ? items : List.of(value))
        .orElse(List.of());
  }

  /** A declared default or a mandatory parameter is always there; anything else is our defect. */
  public static <T> T present(Optional<T> value) {
    return value.orElseThrow(() -> new IllegalStateException("parameter has neither value nor default"));
  }

  // never returns: T only lets it stand where a value is expected
  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T wrong(String name, Value value) {
    throw new IllegalStateException("parameter " + name + " was checked, yet holds " + value.kind());
  }
}

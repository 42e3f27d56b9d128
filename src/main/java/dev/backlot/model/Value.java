package dev.backlot.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A typed value at the ports of a step: what JSON can say, and assets. */
public sealed interface Value {
  record Null() implements Value {}

  record Bool(boolean value) implements Value {}

  /** A whole number. */
  record Int(long value) implements Value {}

  /** A number with a fraction; never NaN or infinite. */
  record Num(double value) implements Value {
    public Num {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("expected a finite number, but " + value);
      }
    }
  }

  record Text(String value) implements Value {}

  record ListOf(List<Value> items) implements Value {
    public ListOf {
      items = List.copyOf(items);
    }
  }

  /** Named values in the order given. */
  record ObjectOf(Map<String, Value> fields) implements Value {
    public ObjectOf {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** Bytes in the asset store. */
  record Media(Asset asset) implements Value {}

  /**
   * Bytes that are not ours yet: a {@code file:} or {@code http(s):} URI, brought in when its run
   * starts.
   */
  record Source(String uri) implements Value {
    /** Whether it is somewhere on the network, not on this machine. */
    public boolean isAddress() {
      return uri.startsWith("http://") || uri.startsWith("https://");
    }
  }

  static Value none() {
    return new Null();
  }

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(long number) {
    return new Int(number);
  }

  static Value of(double number) {
    return new Num(number);
  }

  static Value of(boolean bool) {
    return new Bool(bool);
  }

  static Value of(Asset asset) {
    return new Media(asset);
  }

  /** Every asset in this value, at any depth. */
  default List<Asset> assets() {
    var found = new ArrayList<Asset>();
    everyValue()
        .forEach(
            value -> {
              if (value instanceof Media(var asset)) {
                found.add(asset);
              }
            });
    return found;
  }

  /** Whether this value still has to be brought in, at any depth. */
  default boolean hasSource() {
    return everyValue().anyMatch(Source.class::isInstance);
  }

  /** Whether something of this value is somewhere on the network, at any depth. */
  default boolean hasAddress() {
    return everyValue().anyMatch(value -> value instanceof Source source && source.isAddress());
  }

  /** Whether this value names a file of this machine, at any depth. */
  default boolean hasFile() {
    return everyValue().anyMatch(value -> value instanceof Source source && !source.isAddress());
  }

  private Stream<Value> everyValue() {
    return switch (this) {
      case ListOf(var items) -> items.stream().flatMap(Value::everyValue);
      case ObjectOf(var fields) -> fields.values().stream().flatMap(Value::everyValue);
      default -> Stream.of(this);
    };
  }

  /** How this value reads within a sentence: its plain text where it has one, else its kind. */
  default String inText() {
    return switch (this) {
      case Null _ -> "";
      case Bool(var bool) -> Boolean.toString(bool);
      case Int(var number) -> Long.toString(number);
      case Num(var number) ->
          number == Math.rint(number) && Math.abs(number) < 1e15
              ? Long.toString((long) number)
              : Double.toString(number);
      case Text(var text) -> text;
      default -> kind();
    };
  }

  /** The kind of value, in the words of an error message. */
  default String kind() {
    return switch (this) {
      case Null _ -> "nothing";
      case Bool _ -> "a boolean";
      case Int _ -> "an integer";
      case Num _ -> "a number";
      case Text _ -> "text";
      case ListOf _ -> "a list";
      case ObjectOf _ -> "an object";
      case Media(var asset) when asset.holdsValue() ->
          "a value too large for a step's result, which is kept in an asset";
      case Media(var asset) -> "an asset of type " + asset.mediaType();
      case Source _ -> "a file";
    };
  }
}

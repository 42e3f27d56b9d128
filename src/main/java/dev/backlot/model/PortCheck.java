package dev.backlot.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a value may enter a port. The same rules hold for a workflow's inputs, for literal
 * parameters when a workflow is checked, and for parameters when a step starts.
 *
 * <p>Limits where a port names none: {@value #TEXT_MAX} characters of text, {@value #ITEMS_MAX}
 * items of a list.
 */
public final class PortCheck {
  public static final int TEXT_MAX = 1_048_576;
  public static final int ITEMS_MAX = 10_000;

  private PortCheck() {}

  /** The answer: the value as the port holds it, or what is wrong with it. */
  public sealed interface Result {}

  /** The value with the default filled in and numbers in the port's own kind. */
  public record Fits(Value value) implements Result {}

  /** What is wrong, for people, without the name of the port. */
  public record Misfit(String message) implements Result {}

  /** Checks a value; {@link Value.Null} stands for one that was not given. */
  public static Result check(Port port, Value value) {
    if (value instanceof Value.Null) {
      return missing(port);
    }
    if (port.type() == PortType.CHECKS) {
      return CheckList.check(value);
    }
    if (port.type() == PortType.CASES) {
      return CaseList.check(value);
    }
    return port.list() ? list(port, value) : single(port, value);
  }

  /** What is wrong with a list of so many items, if anything. */
  public static Optional<String> count(Port port, int items) {
    return PortLimits.of(port, ITEMS_MAX).refuse(items, "item");
  }

  private static Result missing(Port port) {
    if (port.fallback().isPresent()) {
      return new Fits(port.fallback().get());
    }
    return port.required()
        ? new Misfit("expected " + port.expectation() + ", but nothing")
        : new Fits(Value.none());
  }

  private static Result list(Port port, Value value) {
    if (!(value instanceof Value.ListOf(var items))) {
      return new Misfit("expected " + port.expectation() + ", but " + shown(value));
    }
    var tooMany = count(port, items.size());
    return tooMany.<Result>map(Misfit::new).orElseGet(() -> items(port.item(), items));
  }

  private static Result items(Port item, List<Value> items) {
    var fitting = new ArrayList<Value>();
    for (var value : items) {
      switch (value instanceof Value.Null ? mistyped(item, value) : check(item, value)) {
        case Fits(var fit) -> fitting.add(fit);
        case Misfit(var message) -> {
          return new Misfit("item " + (fitting.size() + 1) + ": " + message);
        }
      }
    }
    return new Fits(new Value.ListOf(fitting));
  }

  private static Result single(Port port, Value value) {
    return typed(port, value)
        .map(fit -> refusal(port, fit).<Result>map(Misfit::new).orElseGet(() -> new Fits(fit)))
        .orElseGet(() -> mistyped(port, value));
  }

  /** The value in the port's type; empty when it is of another. */
  private static Optional<Value> typed(Port port, Value value) {
    return switch (port.type()) {
      case IMAGE, VIDEO, AUDIO, FILE -> value(value, isMedia(port.type(), value));
      case TEXT -> value(value, value instanceof Value.Text || isTextAway(value));
      case BOOLEAN -> value(value, value instanceof Value.Bool);
      case INTEGER -> integer(value);
      case NUMBER -> number(value);
      case JSON -> Optional.of(value);
      case CHECKS, CASES -> Optional.empty();
    };
  }

  private static Optional<Value> value(Value value, boolean fits) {
    return fits ? Optional.of(value) : Optional.empty();
  }

  /** Too large for a step's result: read back, and checked again, when a step takes it. */
  private static boolean isTextAway(Value value) {
    return value instanceof Value.Media(var asset) && asset.mediaType().equals(Asset.TEXT_VALUE);
  }

  private static boolean isMedia(PortType type, Value value) {
    return switch (value) {
      case Value.Media(var asset) ->
          type == PortType.FILE || asset.mediaType().startsWith(type.word() + "/");
      // its media type shows when it is brought in
      case Value.Source _ -> true;
      default -> false;
    };
  }

  private static Optional<Value> integer(Value value) {
    // JSON knows one kind of number: 2.0 is the integer 2
    if (value instanceof Value.Num(var number)
        && number == Math.rint(number)
        && Math.abs(number) < 0x1p53) {
      return Optional.of(Value.of((long) number));
    }
    return value(value, value instanceof Value.Int);
  }

  private static Optional<Value> number(Value value) {
    return value instanceof Value.Int(var number)
        ? Optional.of(Value.of((double) number))
        : value(value, value instanceof Value.Num);
  }

  private static Optional<String> refusal(Port port, Value value) {
    if (!port.allowed().isEmpty()
        && !port.allowed().contains(value)
        && !allowedAsNumber(port, value)) {
      return Optional.of(notAllowed(port, value));
    }
    return switch (value) {
      case Value.Int(var number) ->
          PortLimits.of(port, Double.MAX_VALUE).refuse((double) number, "");
      case Value.Num(var number) -> PortLimits.of(port, Double.MAX_VALUE).refuse(number, "");
      case Value.Text(var text) -> PortLimits.of(port, TEXT_MAX).refuse(text.length(), "character");
      default -> Optional.empty();
    };
  }

  private static boolean allowedAsNumber(Port port, Value value) {
    return port.allowed().stream()
        .anyMatch(allowed -> number(allowed).filter(value::equals).isPresent());
  }

  private static String notAllowed(Port port, Value value) {
    var words = port.allowed().stream().map(Value::inText).toList();
    var list = words.stream().collect(Collectors.joining(", "));
    var expected = words.size() == 1 ? list : "one of " + list;
    return "expected " + expected + ", but " + shown(value) + Nearest.hint(value.inText(), words);
  }

  private static Result mistyped(Port port, Value value) {
    return new Misfit("expected " + port.expectation() + ", but " + shown(value));
  }

  private static String shown(Value value) {
    return switch (value) {
      case Value.Text(var text) when text.length() <= 60 -> "the text '" + text + "'";
      case Value.Int _, Value.Num _, Value.Bool _ -> value.inText();
      default -> value.kind();
    };
  }
}

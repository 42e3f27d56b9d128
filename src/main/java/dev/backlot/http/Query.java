package dev.backlot.http;

import dev.backlot.model.Nearest;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The query of a request: only known parameters, each at most once, every mistake told. */
public final class Query {
  public static final int LIMIT_DEFAULT = 50;
  public static final int LIMIT_MAX = 500;

  private final Map<String, List<String>> given;

  private Query(Map<String, List<String>> given) {
    this.given = given;
  }

  public static Query of(Context context, String... known) {
    var given = context.queryParamMap();
    var mistakes = new ArrayList<Refusal.Field>();
    given.forEach((name, values) -> mistake(name, values, List.of(known)).ifPresent(mistakes::add));
    if (!mistakes.isEmpty()) {
      throw Refusal.of(400, "the query has mistakes", mistakes).exception();
    }
    return new Query(given);
  }

  private static Optional<Refusal.Field> mistake(
      String name, List<String> values, List<String> known) {
    if (!known.contains(name)) {
      return Optional.of(
          new Refusal.Field(
              name, "unknown query parameter '" + name + "'" + Nearest.hint(name, known)));
    }
    return values.size() == 1
        ? Optional.empty()
        : Optional.of(new Refusal.Field(name, "expected one value, but " + values.size()));
  }

  public Optional<String> text(String name) {
    return given.getOrDefault(name, List.of()).stream().findFirst();
  }

  /**
   * A parameter read into something.
   *
   * @param expected how a good value looks, for the message: {@code "a batch id"}
   */
  public <T> Optional<T> read(String name, String expected, Function<String, Optional<T>> reader) {
    return text(name)
        .map(text -> reader.apply(text).orElseThrow(() -> wrong(name, expected, text)));
  }

  private static RefusalException wrong(String name, String expected, String text) {
    return Refusal.field(name, "expected " + expected + ", but '" + text + "'").exception();
  }

  /** A whole number within limits, both included. */
  public Optional<Long> number(String name, long least, long most) {
    var expected = "a whole number from " + least + " to " + most;
    return read(
        name, expected, text -> whole(text).filter(number -> number >= least && number <= most));
  }

  public Optional<Boolean> bool(String name) {
    return read(
        name,
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /**
   * How many the client wants on a page: 1 to {@value #LIMIT_MAX}, else {@value #LIMIT_DEFAULT}.
   */
  public int limit() {
    return number("limit", 1, LIMIT_MAX).map(Long::intValue).orElse(LIMIT_DEFAULT);
  }

  private static Optional<Long> whole(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}

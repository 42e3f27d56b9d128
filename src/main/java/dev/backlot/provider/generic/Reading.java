package dev.backlot.provider.generic;

import dev.backlot.expression.ExpressionException;
import dev.backlot.expression.OpenExpression;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.provider.Addresses;
import dev.backlot.provider.DataUri;
import dev.backlot.provider.JobApi;
import dev.backlot.provider.Price;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Seeds;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, read as described. Whatever it does not have makes an {@link ExpressionException} that
 * names the place in the description.
 */
final class Reading {
  private static final int WORDS_MAX = 500;

  private final String provider;
  private final JobApi api;
  private final Value answer;

  Reading(String provider, JobApi api, String text) {
    this.provider = provider;
    this.api = api;
    this.answer = parse(text);
  }

  private static Value parse(String text) {
    try {
      return ValueJson.plain(Json.parse(text));
    } catch (JsonProblem _) {
      return Value.none();
    }
  }

  boolean holds(String place, OpenExpression condition) {
    if (value(place, condition, Map.of()) instanceof Value.Bool(var bool)) {
      return bool;
    }
    throw wrong(place, "true or false");
  }

  String text(String place, OpenExpression expression) {
    return word(value(place, expression, Map.of()))
        .orElseThrow(() -> wrong(place, "a text or a number"));
  }

  /** A text, or the first of a list; empty when the list is. */
  Optional<String> first(String place, OpenExpression expression, String key) {
    return switch (value(place, expression, Map.of("key", Value.of(key)))) {
      case Value.ListOf(var items) when items.isEmpty() -> Optional.empty();
      case Value.ListOf(var items) ->
          Optional.of(word(items.getFirst()).orElseThrow(() -> wrong(place, "a list of texts")));
      case Value one -> Optional.of(word(one).orElseThrow(() -> wrong(place, "a text or a list")));
    };
  }

  /** What a job brought that ended well. */
  Polled result(Price price) {
    var cost = price.ofResult(seconds());
    var files = files();
    var text = api.reading().text().map(words -> text("text", words)).orElse("");
    return files.isEmpty() && text.isEmpty()
        ? new Polled.Failed(
            new Failure.Refused(provider, "it ended, but its result is no file and no text"), cost)
        : new Polled.Done(files, text, cost, seed());
  }

  /** The job has failed, whether or not its reason can be read. */
  Polled failure(Optional<OpenExpression> reason, Price price) {
    var words = reason.map(why -> ": " + why(why)).orElse("");
    return new Polled.Failed(
        new Failure.Refused(provider, "the job failed" + words), price.ofFailure(seconds()));
  }

  private String why(OpenExpression reason) {
    try {
      return cut(text("poll.reason", reason));
    } catch (ExpressionException e) {
      return "why cannot be read: " + e.getMessage();
    }
  }

  /** Nothing where the answer has none yet: that is no mistake. */
  Optional<Progress> progress(OpenExpression share) {
    try {
      return switch (value("poll.progress", share, Map.of())) {
        case Value.Int(var number) -> Optional.of(new Progress(number));
        case Value.Num(var number) -> Optional.of(new Progress(number));
        default -> Optional.empty();
      };
    } catch (ExpressionException _) {
      return Optional.empty();
    }
  }

  /** Nothing where the answer has none: the result counts without it. */
  private Optional<Long> seed() {
    return api.reading().seed().flatMap(this::seed);
  }

  private Optional<Long> seed(OpenExpression expression) {
    try {
      return Seeds.of(ValueJson.node(value("seed", expression, Map.of())));
    } catch (ExpressionException _) {
      return Optional.empty();
    }
  }

  private BigDecimal seconds() {
    return api.reading()
        .seconds()
        .map(
            expression ->
                switch (value("seconds", expression, Map.of())) {
                  case Value.Int(var number) -> BigDecimal.valueOf(number);
                  case Value.Num(var number) -> BigDecimal.valueOf(number);
                  default -> throw wrong("seconds", "a number");
                })
        .orElse(BigDecimal.ZERO);
  }

  private List<URI> files() {
    if (api.reading().files().isEmpty()) {
      return List.of();
    }
    var value = value("files", api.reading().files().get(), Map.of());
    var files = new ArrayList<URI>();
    for (var one : value instanceof Value.ListOf(var items) ? items : List.of(value)) {
      files.add(
          word(one)
              .flatMap(Reading::address)
              .orElseThrow(() -> wrong("files", "addresses or data URLs")));
    }
    return files;
  }

  private static Optional<URI> address(String text) {
    return text.startsWith("data:")
        ? DataUri.of(text.substring(text.indexOf(',') + 1))
        : Addresses.parse(text);
  }

  private Value value(String place, OpenExpression expression, Map<String, Value> more) {
    var values = new HashMap<>(more);
    values.put("answer", answer);
    try {
      return expression.evaluate(values);
    } catch (ExpressionException e) {
      throw new ExpressionException(place(place) + ": " + e.getMessage());
    }
  }

  private ExpressionException wrong(String place, String expected) {
    return new ExpressionException(place(place) + ": expected " + expected + " in its answer");
  }

  private String place(String place) {
    return "'api." + place + "' of " + provider;
  }

  private static Optional<String> word(Value value) {
    return switch (value) {
      case Value.Text(var text) -> Optional.of(text);
      case Value.Int(var number) -> Optional.of(Long.toString(number));
      default -> Optional.empty();
    };
  }

  private static String cut(String words) {
    return words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX) + "…";
  }
}

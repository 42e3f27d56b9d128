package dev.backlot.definition;

import dev.backlot.model.RetryPolicy;
import dev.backlot.model.RetryPolicy.Backoff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code retry}: the number of attempts, or a mapping that says more. */
final class RetryReader {
  static final List<String> KEYS =
      List.of("attempts", "backoff", "delay", "delay-max", "jitter", "total");
  private static final Duration TOTAL_MAX = Duration.ofDays(30);
  private static final RetryPolicy DEFAULT = RetryPolicy.DEFAULT;
  private static final Map<String, Backoff> BACKOFFS = new LinkedHashMap<>();

  static {
    for (var backoff : Backoff.values()) {
      BACKOFFS.put(backoff.word(), backoff);
    }
  }

  private RetryReader() {}

  static RetryPolicy read(Field field) {
    return field.node() instanceof Node.Mapping
        ? detailed(field, field.fields(KEYS))
        : new RetryPolicy(attempts(field), DEFAULT.delay(), DEFAULT.delayMax(), DEFAULT.jitter());
  }

  private static RetryPolicy detailed(Field field, Map<String, Field> fields) {
    int attempts = find(fields, "attempts").map(RetryReader::attempts).orElse(DEFAULT.attempts());
    var backoff = find(fields, "backoff").flatMap(word -> word.choice(BACKOFFS));
    var delay = duration(fields, "delay").orElse(DEFAULT.delay());
    var delayMax = duration(fields, "delay-max").orElse(longer(delay, DEFAULT.delayMax()));
    double jitter = find(fields, "jitter").map(RetryReader::jitter).orElse(DEFAULT.jitter());
    var total = find(fields, "total").flatMap(found -> total(found, delay));
    if (delayMax.compareTo(delay) < 0) {
      field.refuse("expected a delay-max of at least the delay");
      return DEFAULT;
    }
    return new RetryPolicy(
        attempts, backoff.orElse(DEFAULT.backoff()), delay, delayMax, jitter, total);
  }

  private static int attempts(Field field) {
    long attempts = field.integer().orElse((long) DEFAULT.attempts());
    if (attempts < 1 || attempts > RetryPolicy.ATTEMPTS_MAX) {
      field.refuse("expected 1 to " + RetryPolicy.ATTEMPTS_MAX + " attempts, but " + attempts);
      return DEFAULT.attempts();
    }
    return (int) attempts;
  }

  private static double jitter(Field field) {
    double jitter = field.number().orElse(DEFAULT.jitter());
    if (jitter < 0 || jitter > 1) {
      field.refuse("expected a jitter from 0 to 1, but " + jitter);
      return DEFAULT.jitter();
    }
    return jitter;
  }

  private static Optional<Duration> total(Field field, Duration delay) {
    var total = Durations.read(field, TOTAL_MAX);
    if (total.filter(time -> time.compareTo(delay) < 0).isPresent()) {
      field.refuse("expected a total of at least the delay, otherwise nothing is tried again");
      return Optional.empty();
    }
    return total;
  }

  private static Optional<Duration> duration(Map<String, Field> fields, String key) {
    return find(fields, key).flatMap(field -> Durations.read(field, RetryPolicy.DELAY_LIMIT));
  }

  private static Optional<Field> find(Map<String, Field> fields, String key) {
    return Optional.ofNullable(fields.get(key));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}

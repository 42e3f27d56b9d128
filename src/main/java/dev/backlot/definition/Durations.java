package dev.backlot.definition;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}.
 */
final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Duration SHOWN_IN_DAYS = Duration.ofDays(2);

  private Durations() {}

  static Optional<Duration> read(Field field, Duration most) {
    var text = field.node() instanceof Node.Scalar scalar ? scalar.text() : "";
    var duration = parse(text);
    if (duration.isEmpty()) {
      var found = text.isEmpty() ? field.node().kind() : "'" + text + "'";
      field.refuse("expected a duration such as 500ms, 30s, 5m, 1h or 7d, but " + found);
    } else if (duration.get().compareTo(most) > 0) {
      field.refuse("expected at most " + words(most) + ", but " + text);
      return Optional.empty();
    }
    return duration;
  }

  private static String words(Duration limit) {
    return limit.compareTo(SHOWN_IN_DAYS) < 0 ? limit.toHours() + "h" : limit.toDays() + "d";
  }

  static Optional<Duration> parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(form.group(1));
    return Optional.of(
        switch (form.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }
}

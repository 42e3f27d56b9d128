package dev.backlot.provider;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The seed that a model really used, as answers tell it. */
public final class Seeds {
  /** Such as {@code Using seed: 55374}, a line that most models of Replicate log. */
  private static final Pattern LOGGED =
      Pattern.compile("(?im)^(?:using )?(?:random )?seed[:= ]+(\\d{1,18})\\s*$");

  private Seeds() {}

  /** A number, or a text that is one. */
  public static Optional<Long> of(JsonNode told) {
    if (told.isIntegralNumber() && told.canConvertToLong()) {
      return Optional.of(told.longValue());
    }
    return told.isString() && told.stringValue().matches("\\d{1,18}")
        ? Optional.of(Long.parseLong(told.stringValue()))
        : Optional.empty();
  }

  /** The last that a log names. */
  public static Optional<Long> logged(String log) {
    var found = Optional.<Long>empty();
    for (var line = LOGGED.matcher(log); line.find(); ) {
      found = Optional.of(Long.parseLong(line.group(1)));
    }
    return found;
  }
}

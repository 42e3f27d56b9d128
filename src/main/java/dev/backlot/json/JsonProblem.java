package dev.backlot.json;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Text that is not JSON; the message is for people and names the place. */
public final class JsonProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** Where the parser speaks of itself and of its switches, which nobody here can turn. */
  private static final Pattern OF_ITSELF =
      Pattern.compile(
          " \\(start marker at .*|\\[Source: .*|:? maybe a \\(non-standard\\) comment\\?.*|:?"
              + " (\\((not recognized as|consider|enable|bound as) |enable `|not allowed as per"
              + " ).*|, from `[^`]*`| \\(`JsonToken\\..*");

  /** What nobody should read who does not write parsers; words with it are told as a whole. */
  private static final Pattern INNER = Pattern.compile("Feature|jackson|`[A-Z]|java\\.");

  private JsonProblem(String message, Throwable cause) {
    super(message, cause);
  }

  static JsonProblem of(JacksonException e) {
    var at = e.getLocation();
    var place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    var reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not JSON");
    return new JsonProblem("expected JSON, but " + place + words(reason), e);
  }

  private static String words(String reason) {
    if (reason.startsWith("Trailing token")) {
      return "more stands behind its end";
    }
    var words = OF_ITSELF.matcher(reason).replaceAll("").strip();
    return INNER.matcher(words).find() ? "this is not JSON" : words;
  }
}

package dev.backlot.json;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Text that is not JSON; the message is for people and names the place. */
public final class JsonProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** Where the parser starts to speak of itself. */
  private static final Pattern OF_ITSELF = Pattern.compile(" \\(start marker at .*|\\[Source: .*");

  private JsonProblem(String message, Throwable cause) {
    super(message, cause);
  }

  static JsonProblem of(JacksonException e) {
    var at = e.getLocation();
    var place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    var reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not JSON");
    var words = OF_ITSELF.matcher(reason).replaceFirst("").strip();
    return new JsonProblem("expected JSON, but " + place + words, e);
  }
}

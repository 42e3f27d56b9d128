package dev.backlot.json;

import tools.jackson.core.JacksonException;

/** Text that is not JSON; the message is for people and names the place. */
public final class JsonProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private JsonProblem(String message, Throwable cause) {
    super(message, cause);
  }

  static JsonProblem of(JacksonException e) {
    var at = e.getLocation();
    var place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    var reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not JSON");
    return new JsonProblem("expected JSON, but " + place + reason, e);
  }
}

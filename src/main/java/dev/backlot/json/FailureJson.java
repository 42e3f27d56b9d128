package dev.backlot.json;

import dev.backlot.model.Failure;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Failures as JSON: {@code kind}, {@code message}, and what the kind adds. A person's no is a
 * refusal that is {@code rejected}.
 */
public final class FailureJson {
  private FailureJson() {}

  public static ObjectNode node(Failure failure) {
    var object = Json.object().put("kind", failure.kind());
    switch (failure) {
      case Failure.Transient(_, var after) ->
          after.ifPresent(wait -> object.put("retry_after_ms", wait.toMillis()));
      case Failure.Invalid(var field, _) -> object.put("field", field);
      case Failure.Refused(var by, _) -> object.put("by", by);
      case Failure.Rejected(var by, _) -> object.put("by", by).put("rejected", true);
      case Failure.Defect(_, var reference) -> object.put("reference", reference);
    }
    return object.put("message", failure.message());
  }

  public static Failure read(JsonNode node) {
    var message = node.path("message").asString("");
    return switch (node.path("kind").asString("")) {
      case "transient" ->
          new Failure.Transient(
              message,
              node.has("retry_after_ms")
                  ? Optional.of(Duration.ofMillis(node.path("retry_after_ms").asLong()))
                  : Optional.empty());
      case "invalid" -> new Failure.Invalid(node.path("field").asString(""), message);
      case "refused" -> refused(node.path("by").asString(""), message, node.path("rejected"));
      default -> new Failure.Defect(message, node.path("reference").asString(""));
    };
  }

  private static Failure refused(String by, String message, JsonNode rejected) {
    return rejected.asBoolean(false)
        ? new Failure.Rejected(by, message)
        : new Failure.Refused(by, message);
  }
}
